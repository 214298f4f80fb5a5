import type { WatchedAlertName } from './watched-alerts.ts';

/** How clusters are watched without Prometheus. */
export interface ClusterWatchDefinition {
  /** Null for all that are described. */
  readonly clusters: readonly string[] | null;
  /** Where the Lease is by which triggers agree on who watches. */
  readonly namespace: string;
  /** How long a state has to last before its alert is raised. */
  readonly forMs: Readonly<Record<WatchedAlertName, number>>;
  /** How long a state must be gone before its alert is resolved. */
  readonly clearAfterMs: number;
  /** Everything is listed anew after this time, whatever the watch has said. */
  readonly reconcileMs: number;
}
