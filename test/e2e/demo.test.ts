import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const demo = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));

it('plays both acts to their good end, with nothing mocked', async () => {
  const { stdout } = await run(process.execPath, [demo], { env: process.env, maxBuffer: 10_000_000 });

  expect(stdout).toContain('repaired with one restart, verified, and the alert has cleared');
  expect(stdout).toContain('escalated with the log at hand');
  expect(stdout).toContain('cannot start: the program file is missing');
  expect(stdout).not.toContain('correct-horse');
});
