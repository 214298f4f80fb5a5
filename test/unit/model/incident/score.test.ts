import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, beginAttempt, conclude, hear, receive } from '../../../../model/incident/changes.ts';
import type { IncidentRecord } from '../../../../model/incident/incident.ts';
import type { Outcome } from '../../../../model/incident/outcome.ts';
import { newScore, readScore } from '../../../../model/incident/score.ts';
import type { RemediationResult } from '../../../../model/remediation/remediation.ts';
import {
  aDelivery,
  aResolvedAlert,
  anAlert,
  anAwaitedApproval,
  anIncident,
  atSecond,
  isoSecond,
} from '../../../support/builders.ts';
import { aScore } from '../../../support/scores.ts';

const second = 1_000;

describe('a score', () => {
  it('measures how long an alert fired before its incident had it, once', () => {
    const first = receive(anIncident(), aDelivery(anAlert({ startsAt: atSecond(0) })), isoSecond(7));

    const later = receive(first, aDelivery(anAlert({ labels: { alertname: 'Other' } })), isoSecond(60));

    expect(first.score.acceptedMs).toBe(7 * second);
    expect(later.score.acceptedMs).toBe(7 * second);
  });

  it('does not take the end of an alert that nobody has heard of for a late start', () => {
    const ended = receive(anIncident(), aDelivery(aResolvedAlert()), isoSecond(3_600));

    const flapped = receive(ended, aDelivery(anAlert({ startsAt: atSecond(3_700) })), isoSecond(3_702));

    expect(ended.score.acceptedMs).toBeNull();
    expect(flapped.score.acceptedMs).toBe(2 * second);
  });

  it('keeps when the last alert cleared, and forgets it when one fires again', () => {
    const firing = receive(anIncident(), aDelivery(anAlert()), isoSecond(1));
    const cleared = receive(firing, aDelivery(aResolvedAlert()), isoSecond(90));

    const again = receive(cleared, aDelivery(anAlert({ startsAt: atSecond(100) })), isoSecond(101));

    expect([firing, cleared, again].map(({ score }) => score.clearedMs)).toEqual([null, 90 * second, null]);
  });

  it('still learns after its outcome when the alerts cleared', () => {
    const observed = conclude(receive(anIncident(), aDelivery(), isoSecond(1)), nothing('observe-mode'), isoSecond(5));

    const { score } = receive(observed, aDelivery(aResolvedAlert()), isoSecond(600));

    expect(score).toMatchObject({ outcome: 'nothing-done', reason: 'observe-mode', clearedMs: 600 * second });
  });

  it('knows an incident that somebody asked for', () => {
    const labels = { alertname: 'ServiceDown', requested_by: 'alex' };

    const drill = receive(anIncident(), aDelivery(anAlert({ labels })), isoSecond(1));
    const later = receive(drill, aDelivery(), isoSecond(2));

    expect([anIncident(), drill, later].map(({ score }) => score.requested)).toEqual([false, true, true]);
  });

  it.each<[string, (incident: IncidentRecord) => IncidentRecord, boolean]>([
    ['a repair that helped', (incident) => hear(incident, aResult()), false],
    ['a repair that somebody approved', (incident) => hear(incident, aResult({ approved: true })), true],
    ['an escalation', (incident) => conclude(incident, nothing('frozen'), isoSecond(1)), true],
    ['an end that needs nobody', (incident) => conclude(incident, nothing('already-healthy'), isoSecond(1)), false],
    [
      'an escalation, also after a repair that helped later',
      (incident) =>
        conclude(hear(conclude(incident, nothing('frozen'), isoSecond(1)), aResult()), aResult().outcome, isoSecond(2)),
      true,
    ],
  ])('says of %s whether it needed people', (_what, happens, human) => {
    expect(happens(anIncident()).score.human).toBe(human);
  });

  it('counts as an attempt to repair only what a repair says it did', () => {
    const about = advance(anIncident(), { status: 'repairing', entries: [] }, isoSecond(4));

    const refused = hear(about, aResult({ acted: false }));

    expect(refused.score).toMatchObject({ acted: false, firstActionMs: 4 * second });
    expect(hear(about, aResult()).score.acted).toBe(true);
  });

  it('keeps of several repairs that one acted, and that one recurred', () => {
    const first = hear(beginAttempt(anIncident(), 'service-down', isoSecond(1)), aResult({ recurs: true }));

    const later = hear(first, aResult({ acted: false, rehearsal: null }));

    expect(later.score).toMatchObject({ acted: true, recurs: true, rehearsal: null });
  });
});

describe('what is asked of people', () => {
  it('stays until the repair goes on or ends', () => {
    const approval = anAwaitedApproval();
    const asked = advance(anIncident(), { status: 'awaiting-approval', entries: [], approval }, isoSecond(1));

    const after = [
      advance(asked, { status: 'awaiting-approval', entries: [], approval: { ...approval, votes: 1 } }, isoSecond(2)),
      advance(asked, { status: 'repairing', entries: [] }, isoSecond(2)),
      hear(asked, aResult()),
      conclude(asked, nothing('approval-expired'), isoSecond(2)),
    ];

    expect(asked.approval).toEqual(approval);
    expect(after.map((incident) => incident.approval?.votes ?? null)).toEqual([1, null, null, null]);
  });
});

describe('readScore', () => {
  it.each([newScore(isoSecond(0)), aScore()])('takes what an incident has written', (score) => {
    expect(readScore(JSON.parse(JSON.stringify(score)))).toEqual(score);
  });

  it('takes the runbook of a newer worker', () => {
    expect(readScore({ ...aScore(), runbook: 'queue-stalled' })).toMatchObject({ runbook: 'queue-stalled' });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', [aScore()]],
    ['a start that is no time', { ...aScore(), openedAt: 'yesterday' }],
    ['a foreign outcome', { ...aScore(), outcome: 'exploded' }],
    ['a foreign mode', { ...aScore(), mode: 'always' }],
    ['a time that is none', { ...aScore(), verifiedMs: '5m' }],
    ['a time before the start', { ...aScore(), clearedMs: -1 }],
    ['a rehearsal without a plan', { ...aScore(), rehearsal: { refusal: null } }],
    ['a part that is missing', { ...aScore(), human: undefined }],
  ])('refuses %s', (_what, value) => {
    expect(readScore(value)).toBeUndefined();
  });

  it('refuses any junk without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        expect(readScore(junk)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});

function nothing(reason: Outcome['reason']): Outcome {
  return { kind: 'nothing-done', reason, detail: 'because' };
}

function aResult(overrides: Partial<RemediationResult> = {}): RemediationResult {
  return {
    outcome: { kind: 'resolved-by-us', reason: null, detail: 'repaired' },
    rehearsal: { plan: 'restart web', refusal: null },
    recurs: false,
    acted: true,
    approved: false,
    entries: [],
    logs: null,
    reading: null,
    ...overrides,
  };
}
