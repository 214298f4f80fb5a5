import type { Logger } from 'pino';
import type { KubernetesWatchMetrics } from '../../metrics/kubernetes-watch.ts';
import type { Door } from '../door.ts';
import type { Episode } from './episode.ts';
import { alertOf, packEpisodes } from './episode.ts';
import type { HeldLease } from './held-lease.ts';
import type { Ledger, Patience } from './ledger.ts';

/** What telling needs. */
interface Telling {
  readonly api: { readonly name: string };
  readonly patience: Patience;
  readonly door: Door;
  readonly metrics: KubernetesWatchMetrics;
  readonly log: Logger;
}

/** Alerts that go through the door together. */
const batchSize = 500;

/**
 * Makes what tells everything that is due. Alerts are written down in the lease before anybody hears of them, and crossed out
 * after everybody has heard of their end: whoever takes over tells the same ones again, and no other.
 */
export function createTeller(
  { api: { name: cluster }, patience, door, metrics, log }: Telling,
  ledger: Ledger,
  lease: Pick<HeldLease, 'isHeld' | 'remember'>,
): () => Promise<void> {
  const writeDown = async (): Promise<void> => {
    const { text, leftOut } = packEpisodes(ledger.episodes());
    if (leftOut > 0) log.warn({ cluster, leftOut }, 'the lease has no room for all alerts of the watch');
    await lease.remember(text);
  };
  const alertsOf = (episodes: readonly Episode[]) =>
    episodes.map((episode) => alertOf(episode, cluster, patience.forMs[episode.symptom.alertname]));

  return async () => {
    const { firing, resolved } = ledger.due(Date.now());
    metrics.counted(cluster, { ...ledger.count(), untracked: ledger.overflowed });
    if (firing.length + resolved.length === 0) return;
    await writeDown();
    const batches = [
      ...inBatches(firing).map((part) => ({ firing: part, resolved: [] })),
      ...inBatches(resolved).map((part) => ({ firing: [], resolved: part })),
    ];
    for (const batch of batches) {
      if (!lease.isHeld()) return;
      const alerts = [...alertsOf(batch.firing.map((one) => ({ ...one, endsAt: null }))), ...alertsOf(batch.resolved)];
      await door.admit('kubernetes', { alerts, invalid: [], truncatedAlerts: 0 });
      ledger.told(batch, Date.now());
    }
    if (resolved.length > 0) await writeDown();
  };
}

function inBatches<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
}
