import { Counter, Histogram } from 'prom-client';
import type { RequestOutcome, RequestVerb } from '../model/kubernetes/request.ts';
import { requestOutcomes, requestVerbs } from '../model/kubernetes/request.ts';
import type { MetricsRegistry } from './registry.ts';

/** What is counted about requests to API servers, for the clusters of these names. */
export function createKubernetesMetrics(registry: MetricsRegistry, clusters: readonly string[]) {
  const registers = [registry];
  const requests = new Counter({
    name: 'nightshift_kubernetes_requests_total',
    help: 'Requests to API servers, by what was asked and what became of it.',
    labelNames: ['cluster', 'verb', 'outcome'],
    registers,
  });
  const times = new Histogram({
    name: 'nightshift_kubernetes_request_seconds',
    help: 'Time that API servers took to answer.',
    labelNames: ['cluster', 'verb'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const waits = new Histogram({
    name: 'nightshift_kubernetes_wait_seconds',
    help: 'Time that requests waited because no more are sent at once.',
    labelNames: ['cluster'],
    buckets: [0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  for (const cluster of clusters) {
    waits.zero({ cluster });
    for (const verb of requestVerbs) {
      times.zero({ cluster, verb });
      for (const outcome of requestOutcomes) requests.inc({ cluster, verb, outcome }, 0);
    }
  }

  return {
    asked(cluster: string, verb: RequestVerb, outcome: RequestOutcome, seconds: number): void {
      requests.inc({ cluster, verb, outcome });
      times.observe({ cluster, verb }, seconds);
    },
    waited: (cluster: string, seconds: number) => waits.observe({ cluster }, seconds),
  };
}
