import { Counter, Gauge, Histogram } from 'prom-client';
import type { IncidentCensus, IncidentStatus } from '../model/incident/incident.ts';
import { incidentStatuses } from '../model/incident/incident.ts';
import type { MetricsRegistry } from './registry.ts';

export type IncidentMetrics = ReturnType<typeof createIncidentMetrics>;

/** What is counted about incidents. The census is asked for at each scrape; without one the gauges stay away. */
export function createIncidentMetrics(
  registry: MetricsRegistry,
  takeCensus?: () => Promise<IncidentCensus | undefined>,
) {
  const registers = [registry];
  const reached = new Counter({
    name: 'nightshift_incident_statuses_total',
    help: 'Times that an incident reached a status.',
    labelNames: ['status'],
    registers,
  });
  for (const status of incidentStatuses) reached.inc({ status }, 0);

  const accepted = new Histogram({
    name: 'nightshift_accept_seconds',
    help: 'Time from the start of the first alert of an incident until the incident had it.',
    buckets: [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
    registers,
  });

  if (takeCensus) addCensusGauges(registry, takeCensus);

  return {
    statusReached: (status: IncidentStatus) => reached.inc({ status }),
    accepted: (seconds: number) => accepted.observe(seconds),
  };
}

function addCensusGauges(registry: MetricsRegistry, takeCensus: () => Promise<IncidentCensus | undefined>): void {
  const open = new Gauge({
    name: 'nightshift_incidents',
    registers: [],
    help: 'Open incidents by status.',
    labelNames: ['status'],
    async collect() {
      const census = await takeCensus();
      this.reset();
      if (!census) return;
      for (const status of incidentStatuses) this.set({ status }, census.byStatus[status]);
    },
  });
  const stuck = new Gauge({
    name: 'nightshift_incidents_stuck',
    registers: [],
    help: 'Open incidents that have been at work in one status for more than half an hour.',
    async collect() {
      const census = await takeCensus();
      this.reset();
      if (census) this.set(census.stuck);
    },
  });
  registry.registerMetric(open);
  registry.registerMetric(stuck);
}
