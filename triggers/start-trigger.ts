import { describedTargets } from '../model/described-targets.ts';
import type { Logger } from 'pino';
import { createIncidentClient } from '../clients/temporal/incidents.ts';
import type { TemporalSettings } from '../clients/temporal/temporal.ts';
import { isServing, lazyClient } from '../clients/temporal/temporal.ts';
import type { Config } from '../config/config.ts';
import { createKubernetesMetrics } from '../metrics/kubernetes.ts';
import { createKubernetesWatchMetrics } from '../metrics/kubernetes-watch.ts';
import type { MetricsRegistry } from '../metrics/registry.ts';
import { createRegistry } from '../metrics/registry.ts';
import { createSlackClickMetrics } from '../metrics/slack-clicks.ts';
import { createWebhookMetrics } from '../metrics/webhook.ts';
import type { Door } from './door.ts';
import { createDoor } from './door.ts';
import { watchClusters } from './kubernetes/watch-clusters.ts';
import type { RunningWatch } from './kubernetes/watch-clusters.ts';
import { createTriggerServer } from './server.ts';
import { openSlack } from './slack/open-slack.ts';

/** Alertmanager gives up after ten seconds at the earliest; the rest is for a machine that is busy with a storm. */
const storeDeadlineMs = 5_000;

interface TriggerProcess {
  readonly url: string;
  /** Answers what is under way, then stops. */
  stop(): Promise<void>;
}

/**
 * Starts the trigger; resolves once it listens. It needs no server to start, only to accept.
 *
 * @throws ClusterAccessError where a watched cluster's kubeconfig or its context is not there.
 */
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
  const watch = watchOver(config, { door, registry, log });
  const server = await createTriggerServer({
    trigger: config.trigger,
    door,
    metrics,
    registry,
    log,
    isReady: () => isServing(client, 2_000),
    watchStates: () => watch?.states() ?? {},
    slack: openSlack({
      client,
      channels: config.channels,
      people: config.people,
      metrics: createSlackClickMetrics(registry),
      log,
    }),
  });
  const url = await server.listen({ ...config.trigger.listen });
  return {
    url,
    async stop() {
      await Promise.all([server.close(), watch?.stop()]);
      await client.connection.close();
    },
  };
}

/** Begins to watch the clusters that the configuration says; null where it says none. */
function watchOver(
  { clusters: described, trigger: { kubernetes: watch } }: Config,
  { registry, ...others }: { readonly door: Door; readonly registry: MetricsRegistry; readonly log: Logger },
): RunningWatch | null {
  if (!watch) return null;
  const clusters = described.filter(({ name }) => watch.clusters?.includes(name) ?? true);
  const names = clusters.map(({ name }) => name);
  const requests = createKubernetesMetrics(registry, names);
  return watchClusters({
    ...others,
    clusters,
    watch,
    requests,
    metrics: createKubernetesWatchMetrics(registry, names),
  });
}
