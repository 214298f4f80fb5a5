import type { Logger } from 'pino';
import { KubernetesError } from '../../clients/kubernetes/failure.ts';
import type { ClusterFeed, WatchedObject } from '../../clients/kubernetes/watching/feed.ts';
import type { KubernetesWatchMetrics, ListReason } from '../../metrics/kubernetes-watch.ts';
import type { WatchedKind } from '../../model/kubernetes/watching/watched-alerts.ts';
import { idOf, symptomsOf } from './judging/index.ts';
import type { Ledger } from './ledger.ts';
import { jittered, pause, within } from './pause.ts';
import type { ObjectId } from './symptom.ts';

/** What following needs. */
interface Following {
  readonly cluster: string;
  readonly feed: ClusterFeed;
  readonly ledger: Ledger;
  readonly metrics: KubernetesWatchMetrics;
  readonly log: Logger;
  /** Everything is listed anew after this time, whatever the watch has said. */
  readonly reconcileMs: number;
}

const firstWaitMs = 500;
const longestWaitMs = 30_000;
/** An API server that asks for more patience is asked all the same. */
const longestAskedMs = 2 * 60_000;
/** A watch that ends sooner, and of which nothing was heard, was none. */
const shortestWatchMs = 1_000;

/**
 * Keeps the ledger true to all objects of one kind: lists them, follows their changes from there, goes on from the last one
 * where the connection breaks, and lists anew where the API server does not know that one any more. Whatever goes wrong again
 * and again without anything being heard in between is tried less and less often.
 *
 * @param onListed called whenever everything has been looked at.
 */
export async function followKind(
  kind: WatchedKind,
  { cluster, feed, ledger, metrics, log, reconcileMs }: Following,
  onListed: () => void,
  signal: AbortSignal,
): Promise<void> {
  let waitMs = firstWaitMs;
  let heardAt = 0;
  let reason: ListReason = 'started';

  const heard = (): void => {
    waitMs = firstWaitMs;
    heardAt = performance.now();
    metrics.heard(cluster, kind);
  };
  const backOff = async (askedMs = 0): Promise<void> => {
    await pause(Math.min(askedMs, longestAskedMs) + jittered(waitMs), signal);
    waitMs = Math.min(2 * waitMs, longestWaitMs);
  };
  const failed = async (error: unknown): Promise<void> => {
    if (signal.aborted) return;
    log.warn({ cluster, kind, error: (error as Error).message }, 'the API server cannot be followed, trying again');
    await backOff(error instanceof KubernetesError ? (error.retryAfterMs ?? 0) : 0);
  };

  const list = async (): Promise<string> => {
    const sick = new Set<ObjectId>();
    let count = 0;
    const version = await feed.readAll(
      kind,
      (objects) => {
        count += objects.length;
        for (const object of objects) if (look(object)) sick.add(idOf(kind, object) ?? `${kind}/`);
      },
      signal,
    );
    ledger.seeNoOthers(kind, sick, Date.now());
    metrics.listed(cluster, kind, reason, count);
    metrics.heard(cluster, kind);
    onListed();
    return version;
  };

  /** Whether the object has symptoms. */
  const look = (object: WatchedObject): boolean => {
    const id = idOf(kind, object);
    if (id === null) return false;
    const symptoms = symptomsOf(kind, object, Date.now());
    ledger.see(id, symptoms, Date.now());
    return symptoms.length > 0;
  };

  const followFrom = async (start: string, until: AbortSignal): Promise<'expired' | 'reconciled'> => {
    let version = start;
    while (!until.aborted) {
      const began = performance.now();
      try {
        const end = await feed.follow(
          kind,
          version,
          ({ type, object }) => {
            const id = idOf(kind, object);
            if (type !== 'DELETED') look(object);
            else if (id !== null) ledger.see(id, [], Date.now());
          },
          heard,
          until,
        );
        if (end.kind === 'expired') return 'expired';
        version = end.version;
        if (heardAt < began && performance.now() - began < shortestWatchMs && !until.aborted)
          throw new Error('the watch ended at once');
      } catch (error) {
        if (!until.aborted) await failed(error);
      }
    }
    return 'reconciled';
  };

  while (!signal.aborted) {
    try {
      const version = await list();
      reason = await within(jittered(reconcileMs), signal, (until) => followFrom(version, until));
      // A whole fleet of watches expires at once where the API server was restarted.
      if (reason === 'expired') await backOff();
    } catch (error) {
      reason = 'failed';
      await failed(error);
    }
  }
}
