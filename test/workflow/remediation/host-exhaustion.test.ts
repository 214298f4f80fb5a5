import { describe, expect, it } from 'vitest';
import type { ExhaustionFindings } from '../../../model/exhaustion/findings.ts';
import { anEpisode } from '../../support/episodes.ts';
import { aHolder, exhaustionFindings } from '../../support/exhaustion.ts';
import { MockWorld } from '../../support/mock-world.ts';
import { reaches } from '../../support/staging.ts';
import type { Scenario } from '../../support/test-bed.ts';
import { useTestBed } from '../../support/use-test-bed.ts';

const bed = useTestBed();

/** A host that fires an alert of its limits, in the mode that would allow everything. */
function aHost(limits: ExhaustionFindings, end: 'escalated' | 'resolved'): Scenario {
  return {
    world: () => {
      const world = new MockWorld();
      world.limits = limits;
      return world;
    },
    script: async ({ incident, target }) => {
      const { firing, resolved } = anEpisode({ target, name: 'NodeFileDescriptorLimit' });
      await incident.deliver(firing);
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

const leak = aHolder({
  descriptors: 990,
  kinds: [{ label: 'socket', count: 980 }],
  sockets: [{ state: 'CLOSE_WAIT', side: 'to', place: '10.0.0.7:5432', count: 970 }],
});

describe('the runbook host-exhaustion', () => {
  it('tells people who holds the descriptors and why, with the evidence, and does nothing', async () => {
    const { result, world } = await bed.play(aHost(exhaustionFindings({ holders: [leak] }), 'escalated'));

    const [escalated] = world.reports.map(({ report }) => report).filter(({ kind }) => kind === 'escalated');
    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason: 'diagnosis-only',
      detail: expect.stringContaining('it does not close connections to 10.0.0.7:5432') as unknown,
    });
    expect(JSON.stringify(result.timeline)).toContain('Advice: let it close its connections');
    expect(escalated?.logs?.text).toContain('970 CLOSE_WAIT to 10.0.0.7:5432');
    expect(world.actions).toEqual([]);
  });

  it.each([
    ['there is enough', exhaustionFindings(), 'already-healthy', 'resolved'],
    ['not everything can be seen', exhaustionFindings({ unseen: 9 }), 'diagnosis-only', 'escalated'],
    [
      'the host does not answer',
      exhaustionFindings({ descriptors: null, problems: ['no connection'] }),
      'no-plan',
      'escalated',
    ],
  ] as const)('does nothing where %s', async (_why, limits, reason, end) => {
    const { result, world } = await bed.play(aHost(limits, end));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason });
    expect(world.actions).toEqual([]);
  });
});
