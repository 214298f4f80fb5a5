import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closedAddress, runNightshift } from '../../support/command-line.ts';
import { aScratchFolder } from '../../support/scratch.ts';

async function run(...args: readonly string[]) {
  const cwd = await aScratchFolder();
  const window = { days: ['mon'], from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' };
  const config = {
    channels: [{ type: 'console' }, { type: 'console', name: 'log' }],
    people: [{ name: 'alex', channels: ['console'] }],
    groups: [],
    escalations: [
      {
        name: 'shop',
        levels: [{ tell: [{ person: 'alex' }, { channel: 'log' }] }, { tell: [{ person: 'alex' }], wait: '10m' }],
        repeat: 1,
        severities: ['critical', 'warning'],
        hours: { windows: [window] },
      },
    ],
  };
  await writeFile(join(cwd, 'nightshift.yaml'), JSON.stringify(config));
  return runNightshift(['escalation', ...args], { cwd });
}

describe('nightshift escalation test', () => {
  it('shows who would be told when, at each level of each round', async () => {
    const { exitCode, stdout } = await run('test', 'shop', '--at', '2026-11-28T03:00:00+01:00');

    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'when                      round  level  who',
      '2026-11-28T02:00:00.000Z  1      1      alex by console',
      '                                        channel log',
      '2026-11-28T02:05:00.000Z  1      2      alex by console',
      '2026-11-28T02:15:00.000Z  2      1      alex by console',
      '                                        channel log',
      '2026-11-28T02:20:00.000Z  2      2      alex by console',
      '2026-11-28T02:30:00.000Z nobody has answered: all channels are told so',
      '',
    ]);
  });

  it('waits for the hours of the policy', async () => {
    const { stdout } = await run('test', 'shop', '--at', '2026-11-28T03:00:00Z', '--severity', 'warning');

    expect(stdout).toContain('2026-11-30T07:00:00.000Z  1      1      alex by console');
  });

  it('says which severities wake nobody', async () => {
    const { exitCode, stdout } = await run('test', 'shop', '--severity', 'info');

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'shop wakes nobody for the severity info\n' });
  });

  it.each([
    [['test', 'web'], 'web is no escalation policy; described: shop'],
    [['test', 'shop', '--at', 'tomorrow'], 'write a time with its offset, such as 2026-12-24T18:00:00+01:00'],
    [['test', 'shop', '--severity', 'high'], 'Allowed choices are critical, warning, info, none'],
    [['test'], "missing required argument 'policy'"],
  ])('ends with 2 for %j', async (args, says) => {
    const { exitCode, stderr } = await run(...args);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(says);
  });
});

it('nightshift escalation apply says that Temporal does not answer, and ends with 2', async () => {
  const { exitCode, stderr } = await run('apply', 'host/web-1');

  expect(exitCode).toBe(2);
  expect(stderr).toContain(`Temporal at ${closedAddress} does not answer`);
});
