import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { openCluster } from '../../clients/kubernetes/open-cluster.ts';
import type { RequestObserver } from '../../clients/kubernetes/requests/asking.ts';
import { openFeed } from '../../clients/kubernetes/watching/open-feed.ts';
import type { KubernetesWatchMetrics } from '../../metrics/kubernetes-watch.ts';
import type { ClusterDefinition } from '../../model/kubernetes/cluster.ts';
import type { ClusterWatchDefinition } from '../../model/kubernetes/watching/cluster-watch.ts';
import type { Door } from '../door.ts';
import { usualTiming } from './election.ts';
import type { LeaseTiming } from './held-lease.ts';
import type { WatchState } from './watch-cluster.ts';
import { watchCluster } from './watch-cluster.ts';

/** What the watch over clusters needs. */
interface ClustersOptions {
  readonly clusters: readonly ClusterDefinition[];
  readonly watch: Omit<ClusterWatchDefinition, 'clusters'>;
  readonly door: Door;
  readonly metrics: KubernetesWatchMetrics;
  readonly requests: RequestObserver;
  readonly log: Logger;
  readonly timing?: LeaseTiming;
}

/** The watch over all clusters of this trigger. */
export interface RunningWatch {
  /** What becomes of each cluster, by its name. */
  states(): Readonly<Record<string, WatchState>>;
  /** Lets the leases go, so that another trigger may watch at once. */
  stop(): Promise<void>;
}

/** The Lease by which triggers agree on who watches: one in each cluster. */
const leaseName = 'nightshift-watch';

/**
 * Begins to watch clusters; nothing has to answer for that.
 *
 * @throws ClusterAccessError where the kubeconfig of a cluster or its context is not there.
 */
export function watchClusters(options: ClustersOptions): RunningWatch {
  const { clusters, watch, timing = usualTiming, requests, ...others } = options;
  const over = new AbortController();
  // Nobody else's: a trigger that starts again under its old name has forgotten what it knew.
  const identity = `${hostname()}-${randomUUID()}`;
  const watched = clusters.map((definition) => {
    // Only the lease is asked for by it: a request that hangs must leave time for another one before the lease is lost.
    const timeoutMs = Math.min(definition.timeoutMs, timing.renewWithinMs / 2);
    const api = openCluster({ ...definition, timeoutMs }, requests);
    const feed = openFeed(definition, requests);
    const state: { now: WatchState } = { now: 'standby' };
    const lease = { namespace: watch.namespace, name: leaseName };
    const report = (now: WatchState): void => void (state.now = now);
    const running = watchCluster(
      { ...others, api, feed, lease, identity, timing, patience: watch, reconcileMs: watch.reconcileMs, report },
      over.signal,
    );
    return { name: definition.name, api, feed, state, running };
  });
  return {
    states: () => Object.fromEntries(watched.map(({ name, state }) => [name, state.now])),
    async stop() {
      over.abort();
      await Promise.all(watched.map(({ running }) => running));
      for (const { api, feed } of watched) {
        api.close();
        feed.close();
      }
    },
  };
}
