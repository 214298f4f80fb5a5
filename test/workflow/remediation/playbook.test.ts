import { describe, expect, it } from 'vitest';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import type { Rehearsal } from '../../../model/playbook/rehearsal.ts';
import { playbookTarget } from '../../../model/playbook/playbook.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/mock-world.ts';
import { reaches, untilVerified } from '../../support/staging.ts';
import type { Scenario } from '../../support/test-bed.ts';
import { useTestBed } from '../../support/use-test-bed.ts';

const bed = useTestBed();

interface Played {
  readonly rehearsal?: Partial<Rehearsal>;
  /** What the proof says before anything was done. */
  readonly before?: CheckResult['health'];
  readonly helps?: boolean;
  /** Whether it is run at all. */
  readonly acts?: boolean;
  readonly end: IncidentStatus;
  readonly alert?: string;
}

/** An alert that calls for a playbook, which can be taken back. */
function aPlay({
  rehearsal = {},
  before = 'unhealthy',
  helps = true,
  acts = true,
  end,
  alert = 'TooDark',
}: Played): Scenario {
  return {
    world() {
      const world = new MockWorld();
      world.rehearsal = { ...world.rehearsal, ...rehearsal };
      world.traitsOf = ({ target }) => ({ risk: 'safe', undo: { action: 'undo-playbook', target } });
      world.sees = async ({ check, target }) => {
        const health = world.actions.length > 0 && helps ? 'healthy' : before;
        return { check, target, health, summary: `the light is ${health}` };
      };
      return world;
    },
    async script({ target: service, incidentOf, pass }) {
      const target = playbookTarget({ host: service.split('/')[1] ?? '', name: 'light' });
      const incident = incidentOf(target);
      const { firing, resolved } = anEpisode({ target, name: alert });
      await incident.deliver(firing);
      if (acts) {
        await reaches(incident, 'verifying');
        await pass(untilVerified);
      }
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

describe('the runbook playbook', () => {
  it.each(['TooDark', 'HostOutOfDiskSpace', 'InstanceDown'])(
    'answers whatever is called %s and has its target',
    async (alert) => {
      const { result, world } = await bed.play(aPlay({ alert, end: 'resolved' }));

      expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
      expect(world.actions.map(({ action }) => action)).toEqual(['run-playbook']);
    },
  );

  it('has it taken back where it did not help', async () => {
    const { result, world } = await bed.play(aPlay({ helps: false, end: 'escalated' }));

    expect(result.outcome).toMatchObject({ kind: 'undone', reason: 'verification-failed' });
    expect(world.actions.map(({ action }) => action)).toEqual(['run-playbook', 'undo-playbook']);
  });

  it('runs one whose tasks do not tell before what they will do', async () => {
    const none = { first: [], count: 0 };
    const untold = { first: ['Restart'], count: 1 };

    const { result, world } = await bed.play(aPlay({ rehearsal: { changes: none, untold }, end: 'resolved' }));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(world.actions).toHaveLength(1);
  });

  it.each([
    ['all is well', { before: 'healthy', end: 'resolved' }, 'already-healthy', 'the light is healthy'],
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
    const { result, world } = await bed.play(aPlay({ ...played, acts: false }));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(world.actions).toEqual([]);
  });
});
