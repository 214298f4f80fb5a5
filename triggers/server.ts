import { LogController, fastify } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { exposition, openMetricsContentType } from '../metrics/exposition.ts';
import type { MetricsRegistry } from '../metrics/registry.ts';
import type { RequestResult, RequestSource, WebhookMetrics } from '../metrics/webhook.ts';
import { addAlertmanagerRoute } from './alertmanager/route.ts';
import { answerBrokenRequest } from './broken-request.ts';
import type { DoorSettings } from './authentication.ts';
import { assertGuardedDoor, requireBearerToken } from './authentication.ts';
import type { Door } from './door.ts';
import { drainOnClose } from './draining.ts';
import { Refusal } from './refusal.ts';
import type { SlackRouteOptions } from './slack/route.ts';
import { addSlackRoute } from './slack/route.ts';

const maxBodyBytes = 10 * 1024 * 1024;
/** Alertmanager gives up on a flush after ten seconds at the least; a slower sender is not one. */
const defaultRequestTimeoutMs = 10_000;
/** Told to the sender instead of the error's own message. */
const reasons: Readonly<Record<number, string>> = {
  415: 'send the body as application/json, and not compressed',
  500: 'internal error',
};

export interface TriggerServerOptions {
  readonly trigger: DoorSettings;
  readonly door: Door;
  readonly metrics: WebhookMetrics;
  readonly registry: MetricsRegistry;
  readonly log: FastifyBaseLogger;
  /** Whether alerts can be stored now. */
  readonly isReady: () => Promise<boolean>;
  /** What becomes of each cluster that is watched, by its name; nothing unless given. */
  readonly watchStates?: () => Readonly<Record<string, string>>;
  /** What takes clicks on buttons in Slack; nothing does unless given. */
  readonly slack?: SlackRouteOptions | null;
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs?: number;
}

/**
 * The HTTP server at the door. It is not listening yet: `listen` starts it, and `close` answers what is
 * under way before it resolves.
 */
export async function createTriggerServer(options: TriggerServerOptions): Promise<FastifyInstance> {
  const {
    trigger,
    door,
    metrics,
    registry,
    isReady,
    watchStates = () => ({}),
    slack = null,
    requestTimeoutMs = defaultRequestTimeoutMs,
  } = options;
  assertGuardedDoor(trigger);
  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    http: { connectionsCheckingInterval: requestTimeoutMs / 10, headersTimeout: requestTimeoutMs },
    // A name such as __proto__ is dropped, and does not take the alerts beside it with it.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      reply.status(400).send({ error: 'the address cannot be read' });
    },
    clientErrorHandler: (error, socket) => metrics.requestEnded('alertmanager', answerBrokenRequest(error, socket)),
  });
  app.setErrorHandler<Error & { statusCode?: number }>(async (error, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) app.log.error({ error: error.message, reason: deepestMessage(error) }, 'request failed');
    await reply.status(status).send({ error: reasons[status] ?? error.message });
  });
  app.removeContentTypeParser('text/plain');
  drainOnClose(app, requestTimeoutMs);
  app.setNotFoundHandler(async (_request, reply) => reply.status(404).send({ error: 'nothing is served here' }));

  await app.register(async (webhooks) => {
    await requireBearerToken(webhooks, trigger.tokens);
    prepare(webhooks, 'alertmanager', metrics);
    addAlertmanagerRoute(webhooks, door);
  });
  // Slack sends no token: it signs.
  if (slack) {
    await app.register(async (webhooks) => {
      prepare(webhooks, 'slack', metrics);
      addSlackRoute(webhooks, slack);
    });
  }

  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    // A cluster that cannot be watched is no reason to turn away what others send.
    const clusters = watchStates();
    const watching = Object.keys(clusters).length > 0 ? { clusters } : {};
    if (await isReady()) return { status: 'ready', ...watching };
    return reply.status(503).send({ status: 'Temporal does not answer' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(openMetricsContentType).send(await exposition(registry, '')),
  );
  return app;
}

/** Counts every request of a scope by what became of it, and takes nothing that is compressed. */
function prepare(webhooks: FastifyInstance, source: RequestSource, metrics: WebhookMetrics): void {
  webhooks.addHook('onRequest', refuseCompressed);
  const refused = new WeakMap<FastifyReply, RequestResult>();
  webhooks.addHook('onError', async (_request, reply, error) => {
    if (error instanceof Refusal) refused.set(reply, error.result);
  });
  webhooks.addHook('onResponse', async (_request, reply) => {
    metrics.requestEnded(source, refused.get(reply) ?? resultOf(reply.statusCode));
  });
}

async function refuseCompressed(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding !== 'identity') await reply.status(415).send({ error: reasons[415] });
}

function resultOf(statusCode: number): RequestResult {
  if (statusCode < 300) return 'accepted';
  if (statusCode === 401) return 'unauthorized';
  if (statusCode === 413) return 'too-large';
  if (statusCode === 400) return 'invalid-body';
  if (statusCode >= 500) return 'internal-error';
  return 'bad-request';
}

/** What lies at the bottom of an error; the layers above it only say what was tried. */
function deepestMessage(error: Error): string {
  return error.cause instanceof Error ? deepestMessage(error.cause) : error.message;
}
