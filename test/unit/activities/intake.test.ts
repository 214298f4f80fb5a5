import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { createIntakeActivities } from '../../../activities/intake.ts';
import type { IncidentClient } from '../../../clients/incidents.ts';
import { aDelivery } from '../../support/builders.ts';
import { aFailure, failureOf } from '../../support/failures.ts';

const byIncident = { 'host/a': [aDelivery()], 'host/b': [aDelivery()] };

function intakeOf(unreachable: readonly string[], told: string[] = []) {
  const incidents: IncidentClient = {
    deliver: () => Promise.resolve(),
    takeIn: () => Promise.resolve(),
    async deliverAll(entries, onEach) {
      for (const [key] of entries) {
        if (!unreachable.includes(key)) told.push(key);
        onEach?.();
      }
      return unreachable;
    },
  };
  return createIntakeActivities({ incidents });
}

/** A failed activity is logged by the SDK. */
function aQuietActivity(): MockActivityEnvironment {
  return new MockActivityEnvironment(undefined, { logger: new DefaultLogger('ERROR') });
}

describe('deliverAlerts', () => {
  it('tells every incident, with a heartbeat for each', async () => {
    const [told, beats]: [string[], unknown[]] = [[], []];
    const activity = aQuietActivity();
    activity.on('heartbeat', (detail: unknown) => beats.push(detail));

    await activity.run(() => intakeOf([], told).deliverAlerts(byIncident));

    expect(told).toEqual(['host/a', 'host/b']);
    expect(beats).toHaveLength(2);
  });

  it('fails, to be tried again, when one cannot be reached, after telling the others', async () => {
    const told: string[] = [];

    const failure = await failureOf(() =>
      aQuietActivity().run(() => intakeOf(['host/a'], told).deliverAlerts(byIncident)),
    );

    expect(failure).toMatchObject(aFailure('TemporalUnavailable'));
    expect(told).toEqual(['host/b']);
  });
});
