import { describe, expect, it } from 'vitest';
import { createIncidentMetrics } from '../../../metrics/incidents.ts';
import type { MetricsRegistry } from '../../../metrics/registry.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createRemediationMetrics } from '../../../metrics/remediations.ts';
import { createMetricSinks } from '../../../workers/sinks.ts';
import { samplesOf } from '../../support/metrics.ts';

type Sinks = ReturnType<typeof createMetricSinks>;

function someSinks(): { readonly registry: MetricsRegistry; readonly incidents: Sinks['incidents'] } {
  const registry = createRegistry();
  const { incidents } = createMetricSinks(createIncidentMetrics(registry), createRemediationMetrics(registry));
  return { registry, incidents };
}

/** The workflow that calls; the sinks do not look at it. */
const info = {} as Parameters<Sinks['incidents']['verified']['fn']>[0];

describe('the sinks', () => {
  it.each([
    {
      what: 'a status',
      tell: (sinks: Sinks['incidents']) => sinks.statusReached.fn(info, 'repairing'),
      metric: 'nightshift_incident_statuses_total',
      labels: 'status="repairing"',
      value: 1,
    },
    {
      what: 'a repair',
      tell: (sinks: Sinks['incidents']) =>
        sinks.concluded.fn(info, { kind: 'resolved-by-us', reason: null }, 'service-down'),
      metric: 'nightshift_repairs_total',
      labels: 'runbook="service-down",outcome="resolved-by-us"',
      value: 1,
    },
    {
      what: 'an end without a runbook',
      tell: (sinks: Sinks['incidents']) =>
        sinks.concluded.fn(info, { kind: 'nothing-done', reason: 'no-runbook' }, null),
      metric: 'nightshift_nothing_done_total',
      labels: 'reason="no-runbook"',
      value: 1,
    },
    {
      what: 'a first action in seconds',
      tell: (sinks: Sinks['incidents']) => sinks.firstActionBegan.fn(info, 'service-down', 2_500),
      metric: 'nightshift_first_action_seconds_sum',
      labels: 'runbook="service-down"',
      value: 2.5,
    },
    {
      what: 'a verification in seconds',
      tell: (sinks: Sinks['incidents']) => sinks.verified.fn(info, 'service-down', 90_000),
      metric: 'nightshift_verified_seconds_sum',
      labels: 'runbook="service-down"',
      value: 90,
    },
  ])('carry $what to its metric', async ({ tell, metric, labels, value }) => {
    const { registry, incidents } = someSinks();

    await tell(incidents);

    expect((await samplesOf(registry, metric))[labels]).toBe(value);
  });

  it('are never carried out again on replay', () => {
    const sinks: readonly { readonly callDuringReplay?: boolean }[] = Object.values(someSinks().incidents);

    expect(sinks.filter(({ callDuringReplay }) => callDuringReplay)).toEqual([]);
  });
});
