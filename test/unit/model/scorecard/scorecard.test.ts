import { describe, expect, it } from 'vitest';
import type { Score } from '../../../../model/incident/score.ts';
import type { ScoredIncident } from '../../../../model/scorecard/scored-incident.ts';
import { scorecardOf } from '../../../../model/scorecard/scorecard.ts';
import { isoSecond } from '../../../support/builders.ts';
import { aScoredIncident } from '../../../support/scores.ts';

const hour = 3_600;
const nothing = { acted: false, firstActionMs: null, verifiedMs: null } as const;

describe('scorecardOf', () => {
  it('adds up nothing', () => {
    const card = scorecardOf([]);

    expect(card).toMatchObject({ runbooks: {}, underWay: 0, drills: 0, storms: 0, unknown: 0 });
    expect(card.total).toMatchObject({ ended: 0, automated: 0, times: { toAccept: null, toVerified: null } });
  });

  it.each<[string, Partial<Score>, object]>([
    ['a repair that helped', {}, { verified: 1, attempted: 1, automated: 1, falseAlarms: 0 }],
    ['a repair that people approved', { human: true }, { verified: 1, automated: 0 }],
    [
      'one that healed by itself',
      { ...nothing, outcome: 'resolved-by-itself' },
      { resolvedByItself: 1, attempted: 0, automated: 1, falseAlarms: 1 },
    ],
    ['an undone repair', { outcome: 'undone', human: true, verifiedMs: null }, { undone: 1, attempted: 1 }],
    [
      'one that people had to take over',
      { outcome: 'escalated', reason: 'verification-failed', human: true, verifiedMs: null },
      { escalated: 1, attempted: 1, automated: 0, falseAlarms: 0 },
    ],
    [
      'an escalation that no action led to',
      { ...nothing, outcome: 'escalated', reason: 'unhealthy-without-alert', human: true },
      { escalated: 1, attempted: 0 },
    ],
    [
      'a target that was healthy',
      { ...nothing, outcome: 'nothing-done', reason: 'already-healthy' },
      { nothingDone: 1, nothingDoneBecause: { 'already-healthy': 1 }, automated: 1, falseAlarms: 1 },
    ],
    [
      'alerts that had cleared already',
      { ...nothing, outcome: 'nothing-done', reason: 'alert-resolved' },
      { nothingDone: 1, falseAlarms: 1 },
    ],
    [
      'a repair that was not allowed',
      { ...nothing, outcome: 'nothing-done', reason: 'frozen', human: true },
      { nothingDone: 1, nothingDoneBecause: { frozen: 1 }, automated: 0, falseAlarms: 0 },
    ],
    ['one that nobody wrote a runbook for', { ...nothing, runbook: null, outcome: 'nothing-done' }, { nothingDone: 1 }],
  ])('counts %s', (_what, score, expected) => {
    const card = scorecardOf([aScoredIncident(score)]);

    expect(card.total).toMatchObject({ ended: 1, recurred: 0, ...expected });
    expect(card.runbooks[score.runbook === null ? 'none' : 'service-down']).toEqual(card.total);
  });

  it('counts every ended incident as one of the five kinds of outcome', () => {
    const kinds = ['resolved-by-us', 'resolved-by-itself', 'undone', 'escalated', 'nothing-done'] as const;

    const { total } = scorecardOf(kinds.map((outcome) => aScoredIncident({ outcome })));

    const { verified, resolvedByItself, undone, escalated, nothingDone } = total;
    expect([verified, resolvedByItself, undone, escalated, nothingDone]).toEqual([1, 1, 1, 1, 1]);
    expect(total.ended).toBe(5);
  });

  it.each<[string, ScoredIncident, object]>([
    ['a drill', aScoredIncident({ requested: true }), { drills: 1 }],
    ['the incident of a storm', aScoredIncident({ runbook: null, reason: 'storm' }), { storms: 1 }],
    ['one without an outcome', aScoredIncident(null, { closed: false, underWay: true }), { underWay: 1 }],
    ['one that was opened again', aScoredIncident({}, { closed: false, underWay: true }), { underWay: 1 }],
    ['one that was terminated', aScoredIncident(null), { unknown: 1 }],
  ])('keeps %s apart', (_what, incident, expected) => {
    const card = scorecardOf([incident, aScoredIncident()]);

    expect(card).toMatchObject({ underWay: 0, drills: 0, storms: 0, unknown: 0, ...expected });
    expect(card.total.ended).toBe(1);
  });

  it('counts a target that a storm held up like any other', () => {
    const held = aScoredIncident({ ...nothing, outcome: 'nothing-done', reason: 'storm', human: true });

    expect(scorecardOf([held])).toMatchObject({ storms: 0, total: { ended: 1, nothingDoneBecause: { storm: 1 } } });
  });

  it('names the commonest reason first', () => {
    const reasons = ['frozen', 'storm', 'frozen', 'cool-down', 'frozen', 'storm'] as const;

    const { total } = scorecardOf(reasons.map((reason) => aScoredIncident({ outcome: 'nothing-done', reason })));

    expect(Object.entries(total.nothingDoneBecause)).toEqual([
      ['frozen', 3],
      ['storm', 2],
      ['cool-down', 1],
    ]);
  });

  it('times only what happened: an action that was refused is none, and a repair that was not proven neither', () => {
    const { times } = scorecardOf([
      aScoredIncident(),
      aScoredIncident({ ...nothing, outcome: 'nothing-done', firstActionMs: 9_000, acceptedMs: null }),
      aScoredIncident({ outcome: 'escalated', firstActionMs: 4_000, verifiedMs: 1_000 }),
    ]).total;

    expect(times).toEqual({
      toAccept: { count: 2, p50: 5_000, p90: 5_000 },
      toFirstAction: { count: 2, p50: 2_000, p90: 4_000 },
      toVerified: { count: 1, p50: 300_000, p90: 300_000 },
    });
  });
});

describe('a recurrence', () => {
  const other = 'queue-stalled' as Score['runbook'];
  const repair = aScoredIncident({ runbook: other, verifiedMs: 300_000 });
  const after = (second: number, target = repair.target) =>
    aScoredIncident({ recurs: true, openedAt: isoSecond(second) }, { target });

  it.each([
    ['the runbook whose repair did not last', after(2 * hour), 'queue-stalled'],
    ['its own where the last repair is a day ago', after(25 * hour), 'service-down'],
    ['its own where that repair was of another target', after(2 * hour, 'host/web-2'), 'service-down'],
    ['its own where that repair was proven only later', after(60), 'service-down'],
  ])('counts against %s', (_whose, recurring, runbook) => {
    const card = scorecardOf([repair, recurring]);

    const counted = Object.entries(card.runbooks).filter(([, { recurred }]) => recurred === 1);
    expect(counted.map(([name]) => name)).toEqual([runbook]);
    expect(card.total.recurred).toBe(1);
  });

  it('counts against the last of several repairs', () => {
    const last = aScoredIncident({ runbook: 'disk-full' as Score['runbook'], openedAt: isoSecond(hour) });

    const card = scorecardOf([last, repair, after(2 * hour)]);

    expect(card.runbooks['disk-full']?.recurred).toBe(1);
  });
});
