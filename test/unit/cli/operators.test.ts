import { describe, expect, it } from 'vitest';
import { closedAddress, runNightshift } from '../../support/command-line.ts';

const unreachable = `Temporal at ${closedAddress} does not answer: start it, or set TEMPORAL_ADDRESS to where it is\n`;

describe.each(['approve', 'deny'])('nightshift %s', (ballot) => {
  it.each([
    { what: 'no incident', args: ['--code', '1a2b3c4d'], says: "missing required argument 'name'" },
    { what: 'no code', args: ['host/web-1'], says: "required option '--code <code>' not specified" },
    { what: 'an empty code', args: ['host/web-1', '--code', ' '], says: '--code and --by cannot be empty' },
    { what: 'nobody', args: ['host/web-1', '--code', '1a2b3c4d', '--by', ''], says: '--code and --by cannot be empty' },
  ])('ends with 2 for $what, before it asks anybody', async ({ args, says }) => {
    const { exitCode, stdout, stderr } = await runNightshift([ballot, ...args]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

it.each(['ack', 'escalate', 'undo', 'take-over', 'close'])('ends nightshift %s of nobody with 2', async (command) => {
  const { exitCode, stderr } = await runNightshift([command, 'host/web-1', '--by', ' ']);

  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '--by cannot be empty\n' });
});

it.each([
  [['approve', 'host/web-1', '--code', '1a2b3c4d']],
  [['deny', 'host/web-1', '--code', '1a2b3c4d', '--signal']],
  [['undo', 'host/web-1']],
  [['ack', 'host/web-1', '--for', '2h']],
  [['escalate', 'host/web-1']],
  [['take-over', 'host/web-1', '--comment', 'mine']],
  [['close', 'host/web-1', '--signal']],
])('says of %j that Temporal does not answer, and ends with 2', async (args) => {
  expect(await runNightshift(args)).toEqual({ exitCode: 2, stdout: '', stderr: unreachable });
});
