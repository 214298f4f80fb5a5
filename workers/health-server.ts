import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { exposition, openMetricsContentType } from '../metrics/exposition.ts';
import type { MetricsRegistry } from '../metrics/registry.ts';
import type { Freeze } from '../model/freeze/freeze.ts';
import type { ReadSdkMetrics } from './telemetry.ts';

export interface HealthServerOptions {
  readonly registry: MetricsRegistry;
  readonly readSdkMetrics: ReadSdkMetrics;
  /** Whether the worker polls and its server answers. */
  readonly isReady: () => Promise<boolean>;
  /** What is frozen; undefined where the kill switch cannot be read. */
  readonly readFreezes: () => Promise<readonly Freeze[] | undefined>;
}

/** The worker's own small server: `/metrics`, `/healthz`, `/readyz`. It is not listening yet. */
export function createHealthServer(options: HealthServerOptions): FastifyInstance {
  const { registry, readSdkMetrics, isReady, readFreezes } = options;
  const app = fastify({ logger: false });
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    if (!(await isReady())) return reply.status(503).send({ status: 'the worker does not poll' });
    // A frozen worker is ready: it does everything but act.
    const freezes = await readFreezes();
    return {
      status: 'ready',
      freezes: freezes?.map(({ scope, reason, by, at }) => ({ scope, reason, by, at })) ?? 'unreadable',
    };
  });
  app.get('/metrics', async (_request, reply) => {
    return reply.type(openMetricsContentType).send(await exposition(registry, await readSdkMetrics()));
  });
  return app;
}
