import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../model/alert/alert.ts';
import {
  isFiring,
  markHandled,
  maxDetailedAlerts,
  maxTrackedAlerts,
  needsAttention,
  trackDelivery,
} from '../../../../model/alert/tracked-alerts.ts';
import type { TrackedAlerts } from '../../../../model/alert/tracked-alerts.ts';
import { aResolvedAlert, anAlert, atSecond } from '../../../support/builders.ts';

const fingerprints = ['a'.repeat(16), 'b'.repeat(16), 'c'.repeat(16)];

describe('trackDelivery', () => {
  it.each<[string, readonly Alert[], string]>([
    ['a first alert', [anAlert()], 'joined'],
    ['the same alert again', [anAlert(), anAlert()], 'nothing-new'],
    ['its end', [anAlert(), aResolvedAlert()], 'resolved'],
    ['its end again', [anAlert(), aResolvedAlert(), aResolvedAlert()], 'nothing-new'],
    ['its beginning after its end', [aResolvedAlert(), anAlert()], 'nothing-new'],
    ['an end that nobody announced', [aResolvedAlert()], 'resolved'],
    ['a second period', [anAlert(), aResolvedAlert(), anAlert({ startsAt: atSecond(90) })], 'fired-again'],
    ['another start of one period', [anAlert(), anAlert({ startsAt: atSecond(30) })], 'fired-again'],
  ])('calls %s what it is', (_what, alerts, expected) => {
    expect(effects(alerts).at(-1)).toBe(expected);
  });

  it('closes a period also when the end is said to be before its start', () => {
    const tracked = track([
      anAlert({ startsAt: atSecond(10) }),
      aResolvedAlert({ startsAt: atSecond(10), endsAt: atSecond(9) }),
    ]);

    expect(Object.values(tracked).map(isFiring)).toEqual([false]);
  });

  it('closes a period whose end has no time', () => {
    const tracked = track([anAlert(), aResolvedAlert({ endsAt: null })]);

    expect(Object.values(tracked).map(isFiring)).toEqual([false]);
  });

  it('knows the same after any order and number of the same deliveries', () => {
    fc.assert(
      fc.property(fc.array(arbitraryAlert, { maxLength: 8 }).chain(shuffledWithRepeats), ([once, repeated]) => {
        expect(timesIn(track(repeated))).toEqual(timesIn(track(once)));
      }),
      { numRuns: 500 },
    );
  });

  it('finds nothing new in deliveries that it has seen', () => {
    fc.assert(
      fc.property(fc.array(arbitraryAlert, { maxLength: 8 }), (alerts) => {
        const tracked = track(alerts);

        expect(alerts.map((alert) => trackDelivery(tracked, alert))).toEqual(
          alerts.map(() => ({ tracked, effect: 'nothing-new' })),
        );
      }),
    );
  });

  it('cuts what it keeps of a huge alert', () => {
    const labels = { alertname: 'x'.repeat(10_000) };
    const annotations = { short: 'kept', long: 'y'.repeat(10_000), last: 'left out' };

    const [alert] = Object.values(track([anAlert({ labels, annotations })]));

    expect(alert?.name).toHaveLength(100);
    expect(alert?.detail?.annotations).toEqual({ short: 'kept' });
    expect(alert?.detail?.labels).toEqual(labels);
  });

  it('keeps the details of a limited number of alerts', () => {
    const tracked = track(manyAlerts(maxDetailedAlerts + 5));

    expect(detailed(tracked)).toHaveLength(maxDetailedAlerts);
    expect(Object.keys(tracked)).toHaveLength(maxDetailedAlerts + 5);
  });

  it('keeps the details of an alert that fires rather than of one that has ended', () => {
    const first = manyAlerts(maxDetailedAlerts);
    const ended = first.map((alert) => ({ ...alert, status: 'resolved' as const, endsAt: atSecond(60) }));
    const late = anAlert({ labels: { alertname: 'Late' } });

    const tracked = track([...first, ...ended, late]);

    expect(tracked[late.fingerprint]?.detail?.labels).toEqual(late.labels);
    expect(detailed(tracked)).toHaveLength(maxDetailedAlerts);
  });

  it('says so when it can track no more alerts', () => {
    const full = track(manyAlerts(maxTrackedAlerts));
    const surplus = anAlert({ labels: { alertname: 'Surplus' } });

    const { tracked, effect } = trackDelivery(full, surplus);

    expect(effect).toBe('not-tracked');
    expect(tracked).toBe(full);
  });

  it('lets the alert that ended longest ago make room', () => {
    const [first, second, ...others] = manyAlerts(maxTrackedAlerts);
    const ended = [endOf(first, 20), endOf(second, 10)];
    const surplus = anAlert({ labels: { alertname: 'Surplus' } });

    const { tracked, effect } = trackDelivery(track([...others, ...ended]), surplus);

    expect(effect).toBe('joined');
    expect(Object.keys(tracked)).toHaveLength(maxTrackedAlerts);
    expect(Object.keys(tracked)).not.toContain(second?.fingerprint);
    expect(Object.keys(tracked)).toContain(first?.fingerprint);
  });
});

describe('needsAttention', () => {
  it.each<[string, readonly Alert[], readonly Alert[], boolean]>([
    ['a new alert', [], [anAlert()], true],
    ['one that a remediation has looked at', [anAlert()], [anAlert()], false],
    ['one that has ended', [], [anAlert(), aResolvedAlert()], false],
    ['one that fires again', [anAlert(), aResolvedAlert()], [anAlert({ startsAt: atSecond(90) })], true],
    [
      'one that was looked at and still fires when an older period is closed',
      [anAlert({ startsAt: atSecond(20) })],
      [aResolvedAlert({ endsAt: atSecond(10) })],
      false,
    ],
    ['one whose old period is delivered late', [aResolvedAlert()], [anAlert()], false],
  ])('judges %s', (_what, handled, later, expected) => {
    const tracked = track(later, markHandled(track(handled)));

    expect(Object.values(tracked).some(needsAttention)).toBe(expected);
  });
});

const arbitraryAlert: fc.Arbitrary<Alert> = fc
  .record({
    fingerprint: fc.constantFrom(...fingerprints),
    start: fc.nat({ max: 20 }),
    length: fc.integer({ min: -3, max: 20 }),
    resolved: fc.boolean(),
  })
  .map(({ fingerprint, start, length, resolved }) => {
    const times = { fingerprint, startsAt: atSecond(start) };
    return resolved ? aResolvedAlert({ ...times, endsAt: atSecond(start + length) }) : anAlert(times);
  });

function shuffledWithRepeats(alerts: readonly Alert[]): fc.Arbitrary<readonly [readonly Alert[], readonly Alert[]]> {
  const repeats = fc.array(fc.nat({ max: Math.max(0, alerts.length - 1) }), { maxLength: 10 });
  const order = fc.shuffledSubarray([...alerts.keys()], { minLength: alerts.length });
  return fc.tuple(repeats, order).map(([extra, all]) => {
    const indices = alerts.length === 0 ? [] : [...all.slice(0, 2), ...extra, ...all.slice(2)];
    return [alerts, indices.flatMap((index) => alerts[index] ?? [])];
  });
}

function track(alerts: readonly Alert[], before: TrackedAlerts = {}): TrackedAlerts {
  return alerts.reduce((tracked, alert) => trackDelivery(tracked, alert).tracked, before);
}

function effects(alerts: readonly Alert[]): readonly string[] {
  return alerts.map((alert, index) => trackDelivery(track(alerts.slice(0, index)), alert).effect);
}

function timesIn(tracked: TrackedAlerts): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(tracked).map(([fingerprint, alert]) => {
      const { firedAt, endedAt } = alert;
      return [fingerprint, { firedAt, endedAt, firing: isFiring(alert) }];
    }),
  );
}

function detailed(tracked: TrackedAlerts): readonly unknown[] {
  return Object.values(tracked).filter(({ detail }) => detail !== null);
}

function manyAlerts(count: number): readonly Alert[] {
  return Array.from({ length: count }, (_, index) => anAlert({ labels: { alertname: 'Down', pod: `pod-${index}` } }));
}

function endOf(alert: Alert | undefined, second: number): Alert {
  return { ...(alert ?? anAlert()), status: 'resolved', endsAt: atSecond(second) };
}
