import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../model/alert/alert.ts';
import { beginAttempt, conclude, moveTo, note, noteAll, receive } from '../../../../model/incident/changes.ts';
import type { IncidentRecord } from '../../../../model/incident/incident.ts';
import { firingAlerts, hasNewTrouble } from '../../../../model/incident/incident.ts';
import type { Outcome } from '../../../../model/incident/outcome.ts';
import { aDelivery, aResolvedAlert, anAlert, anIncident, atSecond, isoSecond } from '../../../support/builders.ts';

const now = isoSecond(100);

describe('receive', () => {
  it('takes in an alert with what correlation found', () => {
    const incident = receive(anIncident({ target: null }), aDelivery(anAlert(), { runbook: 'service-down' }), now);

    expect(incident).toMatchObject({
      target: 'host/host-1/service/web',
      requestedRunbook: 'service-down',
      severity: 'critical',
      deliveries: 1,
      lastDeliveryAt: now,
    });
    expect(incident.timeline.entries).toEqual([{ at: now, event: 'alert-joined', text: 'ServiceDown' }]);
    expect(hasNewTrouble(incident)).toBe(true);
  });

  it('only counts a delivery that says nothing new', () => {
    const before = receiveAll([anAlert()]);

    const after = receive(before, aDelivery(), now);

    expect(after).toEqual({ ...before, deliveries: 2, lastDeliveryAt: now });
  });

  it('keeps its target and the runbook it was asked for', () => {
    const before = receive(anIncident(), aDelivery(anAlert(), { runbook: 'service-down' }), now);

    const after = receive(before, aDelivery(aResolvedAlert(), { target: 'host/other' }), now);

    expect(after).toMatchObject({ target: before.target, requestedRunbook: 'service-down' });
  });

  it('remembers the later end of two, so that a period delivered late stays closed', () => {
    const incident = receiveAll([
      aResolvedAlert({ startsAt: atSecond(0), endsAt: atSecond(10) }),
      aResolvedAlert({ startsAt: atSecond(15), endsAt: atSecond(20) }),
      anAlert({ startsAt: atSecond(15) }),
    ]);

    expect(firingAlerts(incident)).toEqual([]);
  });

  it('fires the same after any order of the same deliveries', () => {
    const period = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.boolean());
    const alerts = fc.array(period, { maxLength: 6 }).map((periods) =>
      periods.map(([start, length, resolved]) => {
        const startsAt = atSecond(start);
        return resolved ? aResolvedAlert({ startsAt, endsAt: atSecond(start + length) }) : anAlert({ startsAt });
      }),
    );
    const twoOrders = alerts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );

    fc.assert(
      fc.property(twoOrders, ([one, other]) => {
        expect(firingAlerts(receiveAll(other)).length).toBe(firingAlerts(receiveAll(one)).length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the timeline', () => {
  it('keeps the newest entries and counts the others', () => {
    const entries = Array.from({ length: 250 }, (_, index) => ({ at: now, event: 'acted' as const, text: `${index}` }));

    const { timeline } = noteAll(anIncident(), entries);

    expect(timeline.entries).toHaveLength(200);
    expect(timeline.entries.at(-1)?.text).toBe('249');
    expect(timeline.left).toBe(50);
  });

  it('cuts a long text, but never through a character', () => {
    const { timeline } = note(anIncident(), now, 'acted', '😀'.repeat(1_000));

    expect(timeline.entries[0]?.text.length).toBeLessThanOrEqual(1_000);
    expect(timeline.entries[0]?.text.isWellFormed()).toBe(true);
  });
});

describe('moveTo', () => {
  it('keeps the time of the move only when the status is another one', () => {
    const moved = moveTo(anIncident(), 'verifying', now);

    expect(moved).toMatchObject({ status: 'verifying', statusSince: now });
    expect(moveTo(moved, 'verifying', isoSecond(200))).toBe(moved);
  });
});

describe('beginAttempt', () => {
  it('counts the attempt and looks at everything that is known', () => {
    const incident = beginAttempt(receiveAll([anAlert()]), 'service-down', now);

    expect(incident).toMatchObject({ status: 'investigating', attempts: 1, runbook: 'service-down' });
    expect(hasNewTrouble(incident)).toBe(false);
  });
});

describe('conclude', () => {
  it.each<[Outcome['kind'], Outcome['reason'], IncidentRecord['status']]>([
    ['resolved-by-us', null, 'resolved'],
    ['resolved-by-itself', null, 'resolved'],
    ['nothing-done', 'already-healthy', 'resolved'],
    ['nothing-done', 'alert-resolved', 'resolved'],
    ['nothing-done', 'observe-mode', 'escalated'],
    ['nothing-done', 'no-runbook', 'escalated'],
    ['undone', null, 'escalated'],
    ['escalated', 'verification-failed', 'escalated'],
  ])('ends %s because of %s as %s', (kind, reason, status) => {
    const outcome: Outcome = { kind, reason, detail: 'because' };

    const incident = conclude(receiveAll([anAlert()]), outcome, now);

    expect(incident).toMatchObject({ status, statusSince: now, outcome });
    expect(incident.timeline.entries.at(-1)).toEqual({ at: now, event: status, text: expect.stringContaining(kind) });
    expect(hasNewTrouble(incident)).toBe(false);
  });
});

function receiveAll(alerts: readonly Alert[]): IncidentRecord {
  return alerts.reduce((incident, alert) => receive(incident, aDelivery(alert), now), anIncident());
}
