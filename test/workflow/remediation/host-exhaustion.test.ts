import { describe, expect, it } from 'vitest';
import { exhaustionFindings } from '../../support/hosts/exhaustion.ts';
import { anExhaustedHost } from '../../support/scenarios/host-troubles.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

describe('the runbook host-exhaustion', () => {
  it('tells people who holds the descriptors and why, with the evidence, and does nothing', async () => {
    const { result, world } = await bed.play(scenarios['limits-diagnosed']);

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
    const { result, world } = await bed.play(anExhaustedHost(limits, { end }));

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason });
    expect(world.actions).toEqual([]);
  });
});
