import { onTestFinished } from 'vitest';
import { createRegistry } from '../../../metrics/registry.ts';
import { createWebhookMetrics } from '../../../metrics/webhook.ts';
import type { DoorSettings } from '../../../triggers/authentication.ts';
import type { DoorDependencies } from '../../../triggers/door.ts';
import { createDoor } from '../../../triggers/door.ts';
import type { TriggerServerOptions } from '../../../triggers/server.ts';
import { createTriggerServer } from '../../../triggers/server.ts';
import type { FakeIncidents } from './fake-incidents.ts';
import { fakeIncidents } from './fake-incidents.ts';
import type { MemoryLog } from '../memory-log.ts';
import { aMemoryLog } from '../memory-log.ts';
import { samplesOf } from '../metrics/metrics.ts';

/** A trigger server on a free loopback port, in front of incidents in memory. */
export interface RunningTriggerServer {
  readonly url: string;
  readonly webhookUrl: string;
  readonly incidents: FakeIncidents;
  readonly log: MemoryLog;
  /** Sends a body as Alertmanager would. */
  post(body: string | object, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The results counted so far that are not 0, such as `{ 'request accepted': 1, 'alert ignored': 2 }`. */
  counted(): Promise<Readonly<Record<string, number>>>;
  /** How many alerts the senders say that they left out. */
  truncated(): Promise<number | undefined>;
  close(): Promise<void>;
}

/** What a test may want otherwise. */
type TriggerServerChanges = Partial<Pick<TriggerServerOptions, 'isReady' | 'requestTimeoutMs' | 'slack'>> &
  Partial<Pick<DoorDependencies, 'routes' | 'described'>> & { readonly trigger?: Partial<DoorSettings> };

/** Starts one for the length of a test. */
export async function aTriggerServer(changes: TriggerServerChanges = {}): Promise<RunningTriggerServer> {
  const { trigger, routes = [], described = [], ...options } = changes;
  const listen = { host: '127.0.0.1', port: 0 };
  const [registry, incidents, log] = [createRegistry(), fakeIncidents(), aMemoryLog()];
  const metrics = createWebhookMetrics(registry);
  const app = await createTriggerServer({
    trigger: { listen, tokens: [], allowUnauthenticated: false, ...trigger },
    door: createDoor({ incidents, metrics, routes, described }),
    metrics,
    registry,
    log: log.log,
    isReady: () => Promise.resolve(true),
    ...options,
  });
  const url = await app.listen(listen);
  onTestFinished(async () => {
    incidents.release();
    await app.close();
  });
  const webhookUrl = `${url}/webhooks/alertmanager`;

  const results = async (what: string, metric: string): Promise<readonly (readonly [string, number])[]> =>
    Object.entries(await samplesOf(registry, metric)).flatMap(([labels, count]) => {
      const result = /result="([^"]*)"/.exec(labels)?.[1];
      return count > 0 ? [[`${what} ${result}`, count] as const] : [];
    });

  return {
    url,
    webhookUrl,
    incidents,
    log,
    post: (body, headers = { 'content-type': 'application/json' }) =>
      fetch(webhookUrl, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) }),
    counted: async () =>
      Object.fromEntries([
        ...(await results('request', 'nightshift_webhook_requests_total')),
        ...(await results('alert', 'nightshift_alerts_received_total')),
      ]),
    truncated: async () => Object.values(await samplesOf(registry, 'nightshift_alerts_truncated_total'))[0],
    close: () => app.close(),
  };
}
