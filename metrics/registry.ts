import type { OpenMetricsContentType } from 'prom-client';
import { Registry, collectDefaultMetrics } from 'prom-client';

/** A registry that writes OpenMetrics. */
export type MetricsRegistry = Registry<OpenMetricsContentType>;

/** Makes the registry of one process, with the runtime's own figures in it. */
export function createRegistry(): MetricsRegistry {
  const registry: MetricsRegistry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  collectDefaultMetrics({ register: registry });
  return registry;
}
