import { LogController, fastify } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply } from 'fastify';
import type { Socket } from 'node:net';
import type { Config } from '../config/config.ts';
import { exposition, openMetricsContentType } from '../metrics/exposition.ts';
import type { MetricsRegistry } from '../metrics/registry.ts';
import type { RequestResult, WebhookMetrics } from '../metrics/webhook.ts';
import { addAlertmanagerRoute } from './alertmanager/route.ts';
import { assertGuardedDoor, requireBearerToken } from './authentication.ts';
import type { Door } from './door.ts';
import { Refusal } from './refusal.ts';

const maxBodyBytes = 10 * 1024 * 1024;
/** Alertmanager gives up on a flush after ten seconds at the least; a slower sender is not one. */
const requestTimeoutMs = 10_000;

export interface TriggerServerOptions {
  readonly trigger: Config['trigger'];
  readonly door: Door;
  readonly metrics: WebhookMetrics;
  readonly registry: MetricsRegistry;
  readonly log: FastifyBaseLogger;
  /** Whether alerts can be stored now. */
  readonly isReady: () => Promise<boolean>;
}

/**
 * The HTTP server at the door. It is not listening yet: `listen` starts it, and `close` answers what is
 * under way before it resolves.
 */
export async function createTriggerServer(options: TriggerServerOptions): Promise<FastifyInstance> {
  const { trigger, door, metrics, registry, isReady } = options;
  assertGuardedDoor(trigger);
  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    http: { connectionsCheckingInterval: 1_000, headersTimeout: requestTimeoutMs },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, metrics),
  });
  app.setErrorHandler<Error & { statusCode?: number }>(async (error, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500 && !(error instanceof Refusal)) app.log.error({ error: error.message }, 'request failed');
    await reply.status(status).send({ error: status === 500 ? 'internal error' : error.message });
  });
  app.setNotFoundHandler(async (_request, reply) => reply.status(404).send({ error: 'nothing is served here' }));

  await app.register(async (webhooks) => {
    await requireBearerToken(webhooks, trigger.tokens);
    const refused = new WeakMap<FastifyReply, RequestResult>();
    webhooks.addHook('onError', async (_request, reply, error) => {
      if (error instanceof Refusal) refused.set(reply, error.result);
    });
    webhooks.addHook('onResponse', async (_request, reply) => {
      metrics.requestEnded('alertmanager', refused.get(reply) ?? resultOf(reply.statusCode));
    });
    addAlertmanagerRoute(webhooks, door);
  });

  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    if (await isReady()) return { status: 'ready' };
    return reply.status(503).send({ status: 'Temporal does not answer' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(openMetricsContentType).send(await exposition(registry, '')),
  );
  return app;
}

function resultOf(statusCode: number): RequestResult {
  if (statusCode < 300) return 'accepted';
  if (statusCode === 401) return 'unauthorized';
  if (statusCode === 413) return 'too-large';
  if (statusCode === 400) return 'invalid-body';
  return 'bad-request';
}

/** Requests that never became one: too slow, or not HTTP. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket, metrics: WebhookMetrics): void {
  const slow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  metrics.requestEnded('alertmanager', slow ? 'timed-out' : 'bad-request');
  const reason = slow ? '408 Request Timeout' : '400 Bad Request';
  if (socket.writable) socket.end(`HTTP/1.1 ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  else socket.destroy();
}
