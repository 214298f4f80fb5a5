import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { exposition, openMetricsContentType } from '../metrics/exposition.ts';
import type { MetricsRegistry } from '../metrics/registry.ts';
import type { ReadSdkMetrics } from './telemetry.ts';

export interface HealthServerOptions {
  readonly registry: MetricsRegistry;
  readonly readSdkMetrics: ReadSdkMetrics;
  /** Whether the worker polls and its server answers. */
  readonly isReady: () => Promise<boolean>;
}

/** The worker's own small server: `/metrics`, `/healthz`, `/readyz`. It is not listening yet. */
export function createHealthServer({ registry, readSdkMetrics, isReady }: HealthServerOptions): FastifyInstance {
  const app = fastify({ logger: false });
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    if (await isReady()) return { status: 'ready' };
    return reply.status(503).send({ status: 'the worker does not poll' });
  });
  app.get('/metrics', async (_request, reply) => {
    return reply.type(openMetricsContentType).send(await exposition(registry, await readSdkMetrics()));
  });
  return app;
}
