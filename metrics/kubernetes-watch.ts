import { Counter, Gauge } from 'prom-client';
import type { WatchedKind } from '../model/kubernetes/watching/watched-alerts.ts';
import { watchedKinds } from '../model/kubernetes/watching/watched-alerts.ts';
import type { MetricsRegistry } from './registry.ts';

/** Why all objects of a kind were listed. */
const listReasons = ['started', 'reconciled', 'expired', 'failed'] as const;
export type ListReason = (typeof listReasons)[number];

export type KubernetesWatchMetrics = ReturnType<typeof createKubernetesWatchMetrics>;

/** What is seen of the watch over clusters; nothing where no cluster is watched. */
export function createKubernetesWatchMetrics(registry: MetricsRegistry, clusters: readonly string[]) {
  const registers = [registry];
  const heardAt = new Map<string, number>();
  const leader = new Gauge({
    name: 'nightshift_kubernetes_watch_leader',
    help: 'Whether this trigger is the one that watches the cluster.',
    labelNames: ['cluster'],
    registers,
  });
  const objects = new Gauge({
    name: 'nightshift_kubernetes_watched_objects',
    help: 'Objects that were there when all were listed last.',
    labelNames: ['cluster', 'kind'],
    registers,
  });
  const lists = new Counter({
    name: 'nightshift_kubernetes_lists_total',
    help: 'Times that all objects of a kind were listed, by the reason.',
    labelNames: ['cluster', 'kind', 'reason'],
    registers,
  });
  const states = new Gauge({
    name: 'nightshift_kubernetes_sick_states',
    help: 'States of objects that are waited for, and that fire.',
    labelNames: ['cluster', 'state'],
    registers,
  });
  const untracked = new Gauge({
    name: 'nightshift_kubernetes_untracked_states',
    help: 'States of objects that there was no room for.',
    labelNames: ['cluster'],
    registers,
  });
  const lag = new Gauge({
    name: 'nightshift_kubernetes_watch_lag_seconds',
    help: 'Time since anything was heard from the API server; 0 where this trigger does not watch.',
    labelNames: ['cluster', 'kind'],
    registers,
    collect() {
      for (const [key, at] of heardAt) {
        const [cluster = '', kind = ''] = key.split('\n');
        this.set({ cluster, kind }, (performance.now() - at) / 1_000);
      }
    },
  });
  for (const cluster of clusters) {
    leader.set({ cluster }, 0);
    untracked.set({ cluster }, 0);
    for (const state of ['pending', 'firing']) states.set({ cluster, state }, 0);
    for (const kind of watchedKinds) {
      objects.set({ cluster, kind }, 0);
      lag.set({ cluster, kind }, 0);
      for (const reason of listReasons) lists.inc({ cluster, kind, reason }, 0);
    }
  }

  return {
    led(cluster: string, isLeader: boolean) {
      leader.set({ cluster }, isLeader ? 1 : 0);
      for (const kind of watchedKinds) {
        if (isLeader) heardAt.set(`${cluster}\n${kind}`, performance.now());
        else heardAt.delete(`${cluster}\n${kind}`);
        if (!isLeader) lag.set({ cluster, kind }, 0);
      }
    },
    heard: (cluster: string, kind: WatchedKind) => void heardAt.set(`${cluster}\n${kind}`, performance.now()),
    listed(cluster: string, kind: WatchedKind, reason: ListReason, count: number) {
      objects.set({ cluster, kind }, count);
      lists.inc({ cluster, kind, reason });
    },
    counted(cluster: string, count: { readonly pending: number; readonly firing: number; readonly untracked: number }) {
      states.set({ cluster, state: 'pending' }, count.pending);
      states.set({ cluster, state: 'firing' }, count.firing);
      untracked.set({ cluster }, count.untracked);
    },
  };
}
