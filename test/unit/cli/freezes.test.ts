import { describe, expect, it } from 'vitest';
import { runbookNames } from '../../../model/names.ts';
import { closedAddress, runNightshift } from '../../support/command-line.ts';

const unreachable = `Temporal at ${closedAddress} does not answer: start it, or set TEMPORAL_ADDRESS to where it is\n`;

describe('nightshift freeze', () => {
  it.each([
    { what: 'no reason', args: [], says: "required option '--reason <text>' not specified" },
    {
      what: 'an unknown runbook',
      args: ['--runbook', 'format-disk'],
      says: `Allowed choices are ${runbookNames.join(', ')}`,
    },
    {
      what: 'a target that cannot be',
      args: ['--target', 'web-1'],
      says: '--target web-1 matches no target: write one',
    },
    { what: 'an empty cluster', args: ['--cluster', ''], says: '--cluster and --namespace take a name' },
    {
      what: 'a target and a namespace',
      args: ['--target', 'host', '--namespace', 'shop'],
      says: '--target cannot be used together with --cluster or --namespace',
    },
  ])('ends with 2 for $what, before it asks anybody', async ({ what, args, says }) => {
    const reason = what === 'no reason' ? [] : ['--reason', 'upgrade'];

    const { exitCode, stdout, stderr } = await runNightshift(['freeze', ...args, ...reason]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

describe('nightshift unfreeze', () => {
  it.each([
    { what: 'nothing', args: [] },
    { what: 'two things', args: ['global', '--all'] },
    { what: 'an id and a scope', args: ['global', '--runbook', 'service-down'] },
  ])('ends with 2 when it is told $what to lift', async ({ args }) => {
    const { exitCode, stderr } = await runNightshift(['unfreeze', ...args]);

    expect(exitCode).toBe(2);
    expect(stderr).toBe('say what to lift: an id, or its scope by the options, or --all; see nightshift freezes\n');
  });
});

it.each([
  [['freeze', '--reason', 'upgrade']],
  [['unfreeze', 'global']],
  [['unfreeze', '--all']],
  [['freezes', '--json']],
])('says of %j that Temporal does not answer, and ends with 2', async (args) => {
  expect(await runNightshift(args)).toEqual({ exitCode: 2, stdout: '', stderr: unreachable });
});
