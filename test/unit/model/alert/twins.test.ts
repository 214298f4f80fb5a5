import { describe, expect, it } from 'vitest';
import type { Alert, Labels } from '../../../../model/alert/alert.ts';
import { markHandled, needsAttention, trackDelivery } from '../../../../model/alert/tracked-alerts.ts';
import type { TrackedAlerts } from '../../../../model/alert/tracked-alerts.ts';
import { aResolvedAlert, anAlert, atSecond } from '../../../support/builders.ts';

const named: Labels = { alertname: 'KubePodCrashLooping', namespace: 'shop', pod: 'web-1', container: 'app' };

function watched(labels: Labels = named): Alert {
  return anAlert({ source: 'kubernetes', labels: { ...labels, uid: 'uid-1' } });
}

function fromAlertmanager(changes: Labels = {}): Alert {
  return anAlert({ labels: { ...named, job: 'kube-state-metrics', ...changes }, startsAt: atSecond(30) });
}

function tracked(...alerts: readonly Alert[]): TrackedAlerts {
  return alerts.reduce<TrackedAlerts>((known, alert) => trackDelivery(known, alert).tracked, {});
}

function isTrouble(known: TrackedAlerts, alert: Alert): boolean {
  const after = trackDelivery(known, alert).tracked[alert.fingerprint];
  return after !== undefined && needsAttention(after);
}

describe('one trouble that two systems tell of', () => {
  it.each<[string, Alert, Alert, boolean]>([
    ['Alertmanager after the watch', watched(), fromAlertmanager(), false],
    ['the watch after Alertmanager', fromAlertmanager(), watched(), false],
    ['Alertmanager without the container', watched(), fromAlertmanager({ container: '' }), false],
    ['another container', watched(), fromAlertmanager({ container: 'sidecar' }), true],
    ['another pod of the incident', watched(), fromAlertmanager({ pod: 'web-2' }), true],
    ['another alert', watched(), fromAlertmanager({ alertname: 'KubePodNotReady' }), true],
    ['Alertmanager twice', fromAlertmanager(), fromAlertmanager({ prometheus: 'b' }), true],
  ])('is looked at once: %s', (_what, first, second, expected) => {
    expect(isTrouble(markHandled(tracked(first)), second)).toBe(expected);
  });

  it('is looked at where nobody has looked yet', () => {
    expect(isTrouble(tracked(watched()), fromAlertmanager())).toBe(true);
  });

  it('is another trouble when the first has ended', () => {
    const over = markHandled(tracked(watched(), { ...watched(), status: 'resolved', endsAt: atSecond(20) }));

    expect(isTrouble(over, fromAlertmanager())).toBe(true);
  });

  it('ends when both have ended', () => {
    const both = markHandled(tracked(watched(), fromAlertmanager()));
    const { tracked: after } = trackDelivery(
      both,
      aResolvedAlert({ ...watched(), status: 'resolved', endsAt: atSecond(60) }),
    );

    expect(Object.values(after).filter(({ endedAt }) => endedAt === null)).toHaveLength(1);
  });
});
