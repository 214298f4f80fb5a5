import { describe, expect, it } from 'vitest';
import { createIntakeActivities } from '../../../activities/intake.ts';
import type { IncidentClient } from '../../../clients/temporal/incidents.ts';
import { anActivity, asActivity } from '../../support/acting/activity.ts';
import { aDelivery, atSecond, isoSecond } from '../../support/builders.ts';
import { fakeIncidents } from '../../support/trigger/fake-incidents.ts';
import { aFailure, failureOf } from '../../support/acting/failures.ts';

const byIncident = { 'host/a': [aDelivery()], 'host/b': [aDelivery()] };

function intakeOf(unreachable: readonly string[], told: string[] = []) {
  const deliverAll: IncidentClient['deliverAll'] = async (entries) => {
    told.push(...entries.map(([key]) => key).filter((key) => !unreachable.includes(key)));
    return unreachable;
  };
  return createIntakeActivities({ incidents: { ...fakeIncidents(), deliverAll } });
}

describe('deliverAlerts', () => {
  it('tells every incident', async () => {
    const told: string[] = [];

    await asActivity(() => intakeOf([], told).deliverAlerts(byIncident));

    expect(told).toEqual(['host/a', 'host/b']);
  });

  it('fails, to be tried again, when one cannot be reached, after telling the others', async () => {
    const told: string[] = [];

    const failure = await failureOf(() => asActivity(() => intakeOf(['host/a'], told).deliverAlerts(byIncident)));

    expect(failure).toMatchObject(aFailure('TemporalUnavailable'));
    expect(told).toEqual(['host/b']);
  });

  it('says since when the alerts have waited, if they have', async () => {
    const takenAt: (number | null)[] = [];
    const deliverAll: IncidentClient['deliverAll'] = async (_entries, at) => (takenAt.push(at), []);
    const intake = createIntakeActivities({ incidents: { ...fakeIncidents(), deliverAll } });

    await asActivity(() => intake.deliverAlerts(byIncident, 5_000));
    await asActivity(() => intake.deliverAlerts(byIncident));

    expect(takenAt).toEqual([5_000, null]);
  });

  it('tells only those that it could not reach, when it is tried again', async () => {
    const told: string[] = [];
    const first = anActivity();
    const beats: unknown[] = [];
    first.on('heartbeat', (details: unknown) => beats.push(details));
    await failureOf(() => first.run(() => intakeOf(['host/a'], told).deliverAlerts(byIncident)));

    await asActivity(() => intakeOf([], told).deliverAlerts(byIncident), {
      attempt: 2,
      heartbeatDetails: beats.at(-1),
    });

    expect(told).toEqual(['host/b', 'host/a']);
  });
});

describe('tellOfStorm', () => {
  const news = { domain: 'kubernetes/prod', since: isoSecond(5) };

  it('raises one incident for a whole storm, and clears it when it is over', async () => {
    const incidents = fakeIncidents();
    const intake = createIntakeActivities({ incidents });

    await intake.tellOfStorm({ ...news, lasts: true });
    await intake.tellOfStorm({ ...news, lasts: false });

    const key = 'storm/kubernetes%2Fprod';
    const delivery = { target: null, runbook: null };
    expect(incidents.delivered).toMatchObject([
      [key, [{ ...delivery, alert: { status: 'firing', startsAt: atSecond(5), endsAt: null } }]],
      [key, [{ ...delivery, alert: { status: 'resolved', startsAt: atSecond(5), endsAt: expect.any(String) } }]],
    ]);
  });

  it('fails, to be tried again, when nobody can be told', async () => {
    const incidents = fakeIncidents();
    incidents.failWith(new Error('outage'));

    await expect(createIntakeActivities({ incidents }).tellOfStorm({ ...news, lasts: true })).rejects.toThrow('outage');
  });
});
