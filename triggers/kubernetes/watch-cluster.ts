import type { Logger } from 'pino';
import type { Cluster } from '../../clients/kubernetes/cluster.ts';
import type { ClusterFeed } from '../../clients/kubernetes/watching/feed.ts';
import type { KubernetesWatchMetrics } from '../../metrics/kubernetes-watch.ts';
import type { WatchedKind } from '../../model/kubernetes/watching/watched-alerts.ts';
import { watchedKinds } from '../../model/kubernetes/watching/watched-alerts.ts';
import type { Door } from '../door.ts';
import { takePart } from './election.ts';
import { unpackEpisodes } from './episode.ts';
import { followKind } from './follow-kind.ts';
import type { HeldLease, LeaseTiming } from './held-lease.ts';
import type { Patience } from './ledger.ts';
import { Ledger } from './ledger.ts';
import { createTeller } from './teller.ts';
import { jittered, pause } from './pause.ts';

/** One cluster, and how it is watched. */
interface WatchOptions {
  readonly api: Cluster;
  readonly feed: ClusterFeed;
  readonly lease: { readonly namespace: string; readonly name: string };
  readonly identity: string;
  readonly timing: LeaseTiming;
  readonly patience: Patience;
  readonly reconcileMs: number;
  readonly door: Door;
  readonly metrics: KubernetesWatchMetrics;
  readonly log: Logger;
  readonly report: (state: WatchState) => void;
}

/**
 * Whether this trigger watches a cluster: another one may (standby), it may have begun (listing), or be at it (watching), or be
 * unable to tell what it sees (unheard).
 */
export type WatchState = 'standby' | 'listing' | 'watching' | 'unheard';

/** How often it is looked whether something has lasted long enough. */
const tellEveryMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Watches one cluster until the signal says so, as the only one of all triggers, and raises an alert for each state that lasts.
 * An alert is told until Temporal has it.
 */
export async function watchCluster(options: WatchOptions, signal: AbortSignal): Promise<void> {
  const { api, metrics, report } = options;
  const ledger = new Ledger(options.patience);
  await takePart(
    {
      ...options,
      async lead(lease) {
        metrics.led(api.name, true);
        report('listing');
        try {
          await watchWith(lease, ledger, options);
        } finally {
          report('standby');
          metrics.led(api.name, false);
        }
      },
    },
    signal,
  );
}

async function watchWith(lease: HeldLease, ledger: Ledger, options: WatchOptions): Promise<void> {
  const { api, feed, metrics, log, reconcileMs, report } = options;
  const cluster = api.name;
  const remembered = lease.remembered();
  const episodes = remembered === null ? [] : unpackEpisodes(remembered);
  if (!episodes) log.warn({ cluster }, 'what the lease remembers of alerts cannot be read');
  ledger.takeOver(episodes ?? [], Date.now());
  const unlisted = new Set<WatchedKind>(watchedKinds);
  const following = watchedKinds.map((kind) =>
    followKind(
      kind,
      { cluster, feed, ledger, metrics, log, reconcileMs },
      () => void unlisted.delete(kind),
      lease.signal,
    ),
  );
  const tell = createTeller(options, ledger, lease);
  await Promise.all([...following, tellAgainAndAgain()]);

  async function tellAgainAndAgain(): Promise<void> {
    let waitMs = tellEveryMs;
    while (!lease.signal.aborted) {
      await pause(waitMs, lease.signal);
      // What is not listed yet looks like gone.
      if (unlisted.size > 0) continue;
      try {
        await tell();
        report('watching');
        waitMs = tellEveryMs;
      } catch (error) {
        report('unheard');
        log.warn({ cluster, error: (error as Error).message }, 'alerts of the watch were not stored, trying again');
        waitMs = jittered(Math.min(2 * waitMs, longestWaitMs));
      }
    }
  }
}
