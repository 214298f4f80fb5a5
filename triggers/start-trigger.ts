import { describedTargets } from '../model/described-targets.ts';
import type { Logger } from 'pino';
import { createIncidentClient } from '../clients/temporal/incidents.ts';
import type { TemporalSettings } from '../clients/temporal/temporal.ts';
import { isServing, lazyClient } from '../clients/temporal/temporal.ts';
import type { Config } from '../config/config.ts';
import { createRegistry } from '../metrics/registry.ts';
import { createWebhookMetrics } from '../metrics/webhook.ts';
import { createDoor } from './door.ts';
import { createTriggerServer } from './server.ts';

/** Alertmanager gives up after ten seconds at the earliest; the rest is for a machine that is busy with a storm. */
const storeDeadlineMs = 5_000;

interface TriggerProcess {
  readonly url: string;
  /** Answers what is under way, then stops. */
  stop(): Promise<void>;
}

/** Starts the trigger; resolves once it listens. It needs no server to start, only to accept. */
export async function startTrigger(config: Config, temporal: TemporalSettings, log: Logger): Promise<TriggerProcess> {
  const client = lazyClient(temporal);
  const registry = createRegistry();
  const metrics = createWebhookMetrics(registry);
  const door = createDoor({
    incidents: createIncidentClient(client, storeDeadlineMs),
    metrics,
    routes: config.routes,
    described: describedTargets(config),
  });
  const server = await createTriggerServer({
    trigger: config.trigger,
    door,
    metrics,
    registry,
    log,
    isReady: () => isServing(client, 2_000),
  });
  const url = await server.listen({ ...config.trigger.listen });
  return {
    url,
    async stop() {
      await server.close();
      await client.connection.close();
    },
  };
}
