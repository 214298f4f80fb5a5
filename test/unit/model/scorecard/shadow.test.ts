import { describe, expect, it } from 'vitest';
import { shadowReportOf } from '../../../../model/scorecard/shadow.ts';
import { isoSecond } from '../../../support/builders.ts';
import { aScoredIncident, anObservedScore } from '../../../support/scores.ts';

const minute = 60_000;

describe('shadowReportOf', () => {
  it('says what a runbook would have done, why not, and how it really ended', () => {
    const { runbooks } = shadowReportOf([
      aScoredIncident(anObservedScore({ clearedMs: 5 * minute })),
      aScoredIncident(anObservedScore({ clearedMs: 40 * minute })),
      aScoredIncident(anObservedScore({ clearedMs: null }), { closed: false }),
      aScoredIncident(anObservedScore({ rehearsal: { plan: 'restart web', refusal: 'maintenance' } })),
      aScoredIncident(anObservedScore({ rehearsal: { plan: 'restart web', refusal: 'blast-radius' } })),
      aScoredIncident(anObservedScore({ rehearsal: { plan: 'restart web', refusal: 'blast-radius' } })),
      aScoredIncident(anObservedScore({ rehearsal: null, reason: 'already-healthy' })),
      aScoredIncident(anObservedScore({ rehearsal: null, reason: null, outcome: 'resolved-by-itself' })),
    ]);

    expect(runbooks).toEqual({
      'service-down': {
        observed: 8,
        wouldHaveActed: 3,
        refused: { 'blast-radius': 2, maintenance: 1 },
        noPlan: { 'already-healthy': 1, 'resolved-by-itself': 1 },
        untilCleared: { count: 2, p50: 5 * minute, p90: 40 * minute },
        notCleared: 1,
      },
    });
  });

  it.each([
    ['a repair', aScoredIncident()],
    ['a repair that people approved', aScoredIncident({ mode: 'approve' })],
    ['a drill', aScoredIncident(anObservedScore({ requested: true }))],
    ['one that is being diagnosed', aScoredIncident(null, { closed: false, underWay: true })],
    ['one that no runbook answers', aScoredIncident(anObservedScore({ mode: null, runbook: null }))],
  ])('leaves out %s', (_what, incident) => {
    expect(shadowReportOf([incident])).toEqual({ runbooks: {}, cases: [] });
  });

  it('lists the latest cases first', () => {
    const seconds = [10, 30, 20];

    const { cases } = shadowReportOf(
      seconds.map((second) => aScoredIncident(anObservedScore({ openedAt: isoSecond(second) }))),
    );

    expect(cases.map(({ openedAt }) => openedAt)).toEqual([30, 20, 10].map(isoSecond));
    expect(cases[0]).toEqual({
      incident: 'host/host-1/service/web',
      target: 'host/host-1/service/web',
      runbook: 'service-down',
      openedAt: isoSecond(30),
      plan: 'restart web',
      refusal: null,
      outcome: 'nothing-done, observe-mode',
      clearedMs: 10 * minute,
      closed: true,
    });
  });
});
