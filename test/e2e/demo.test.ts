import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { obtainControlPlane } from '../../stack/control-plane.ts';
import { progress } from '../support/scene.ts';

const run = promisify(execFile);
const demo = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));

beforeAll(async () => void (await obtainControlPlane(progress)));

it('plays every act to its good end, with nothing mocked and nobody at the terminal', async () => {
  // Many CI systems ask for colours, whose codes would stand between the words.
  const env = { ...process.env, NO_COLOR: '1' };

  const { stdout } = await run(process.execPath, [demo], { env, maxBuffer: 10_000_000 });

  expect(stdout).toContain('repaired with one restart, verified, and the alert has cleared');
  expect(stdout).toContain('escalated with the log at hand');
  expect(stdout).toContain('cannot start: the program file is missing');
  expect(stdout).toMatch(/\| http:.*\/workflows\/incident%3A.*payments\n/);
  expect(stdout).toMatch(/\| \{"code": "[0-9a-f]{8}", "by": "your name"\}\n/);
  expect(stdout).toContain('wrong code          not counted: this code belongs to another plan, step or run');
  expect(stdout).toContain('approve by the demo (unverified), 1 of 1 approvals');
  expect(stdout).toContain('nothing was done before the approval, and one restart after it');
  expect(stdout).toContain('frozen: nothing was done, and people were told why');
  expect(stdout).not.toContain('correct-horse');
});

it('plays a disk that is foreseen to be full, from what Prometheus remembers, with its picture, until that has receded', async () => {
  const env = { ...process.env, NO_COLOR: '1' };

  const { stdout } = await run(process.execPath, [demo, 'predict'], { env, maxBuffer: 10_000_000 });

  expect(stdout).toMatch(/DiskFullPredicted: disk \/srv\/data on web-1 is below 2\.0 MB in \d+ h .*%\)/);
  expect(stdout).toMatch(/picture: http:\S+\/evidence\/forecast-\w+\.svg/);
  expect(stdout).toMatch(/^Expected below 2 MB on .* likely$/m);
  expect(stdout).toContain('┆ last value');
  expect(stdout).toMatch(/\| http:.*\/workflows\/prediction%3Adisks/);
  expect(stdout).toContain('approve by the demo (unverified), 1 of 1 approvals');
  expect(stdout).toContain('no longer expected: the forecasts have receded');
  expect(stdout).toContain('foreseen hours before at the right time, cleaned after the approval');
});

it('plays a rollback, a replaced pod and a cordoned node in a real cluster, without Prometheus', async () => {
  const env = { ...process.env, NO_COLOR: '1' };

  const { stdout } = await run(process.execPath, [demo, 'kubernetes', '--yes'], { env, maxBuffer: 10_000_000 });

  expect(stdout).toMatch(/exit code 1.*after the rollout of revision 2 \(image of shop shop:1\.8 → shop:1\.9\)/);
  expect(stdout).toContain('Error: PAYMENT_URL is not set');
  expect(stdout).toMatch(/an approval is bound:\n +\| [0-9a-f]{64}\n/);
  expect(stdout).toContain('approve by the demo (unverified), 1 of 1 approvals');
  expect(stdout).toContain('rolled back after the approval, and proven on the object itself');
  expect(stdout).toContain('one pod replaced, and nobody was asked');
  expect(stdout).toContain('cordoned without asking, which heals nothing: the incident escalates');
}, 600_000);
