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
  /** A picture among the evidence; null where there is none of that name. */
  readonly readPicture: (id: string) => Promise<string | null>;
  /** A post-incident report among the evidence; null where there is none of that name. */
  readonly readReview: (id: string) => Promise<string | null>;
}

/** A picture shows itself and nothing else: it runs no script and fetches nothing. */
const pictureHeaders = {
  'content-type': 'image/svg+xml; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, max-age=86400, immutable',
};

/** A report shows itself and the pictures within it, and nothing else. */
const reviewHeaders = {
  ...pictureHeaders,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups",
};

/** The worker's own small server: `/metrics`, `/healthz`, `/readyz`, and pictures and reports below `/evidence/`. It is not listening yet. */
export function createHealthServer(options: HealthServerOptions): FastifyInstance {
  const { registry, readSdkMetrics, isReady, readFreezes, readPicture, readReview } = options;
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
  app.get<{ Params: { id: string } }>('/evidence/:id', async ({ params: { id } }, reply) => {
    const picture = await readPicture(id);
    if (picture !== null) return reply.headers(pictureHeaders).send(picture);
    const review = await readReview(id);
    if (review === null) return reply.status(404).send({ status: 'nothing of this name' });
    return reply.headers(reviewHeaders).send(review);
  });
  return app;
}
