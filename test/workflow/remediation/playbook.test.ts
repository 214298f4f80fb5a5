import { describe, expect, it } from 'vitest';
import { aPlaybookCalledFor } from '../../support/scenarios/host-troubles.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

describe('the runbook playbook', () => {
  it.each(['TooDark', 'HostOutOfDiskSpace', 'InstanceDown'])(
    'answers whatever is called %s and has its target',
    async (alert) => {
      const { result, world } = await bed.play(aPlaybookCalledFor({ alert, end: 'resolved', rungs: 1 }));

      expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
      expect(world.actions.map(({ action }) => action)).toEqual(['run-playbook']);
    },
  );

  it('has it taken back where it did not help', async () => {
    const { result, world } = await bed.play(scenarios['playbook-undone']);

    expect(result.outcome).toMatchObject({ kind: 'undone', reason: 'verification-failed' });
    expect(world.actions.map(({ action }) => action)).toEqual(['run-playbook', 'undo-playbook']);
  });

  it('runs one whose tasks do not tell before what they will do', async () => {
    const none = { first: [], count: 0 };
    const untold = { first: ['Restart'], count: 1 };

    const { result, world } = await bed.play(
      aPlaybookCalledFor({ rehearsal: { changes: none, untold }, end: 'resolved', rungs: 1 }),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions).toHaveLength(1);
  });

  it.each([
    ['all is well', { before: 'healthy', end: 'resolved' }, 'already-healthy', 'playbook-proof: healthy'],
    ['nobody can tell whether all is well', { before: 'unknown', end: 'escalated' }, 'no-plan', 'cannot be told'],
    [
      'nothing would change',
      { rehearsal: { changes: { first: [], count: 0 } }, end: 'escalated' },
      'no-plan',
      'a dry run says that nothing would change',
    ],
    [
      'it could not be tried out',
      { rehearsal: { problem: 'the playbook would touch other hosts' }, end: 'escalated' },
      'no-plan',
      'the playbook would touch other hosts',
    ],
  ] as const)('does nothing where %s', async (_why, played, reason, words) => {
    const { result, world } = await bed.play(aPlaybookCalledFor(played));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(world.actions).toEqual([]);
  });
});
