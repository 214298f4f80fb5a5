import type { Labels } from '../alert/alert.ts';

/** Whether Alertmanager tells people of an alert; `unprocessed` when it has not decided yet. */
export const knownAlertStates = ['active', 'suppressed', 'unprocessed'] as const;
type KnownAlertState = (typeof knownAlertStates)[number];

/** An alert that fires, as Alertmanager knows it now. */
export interface KnownAlert {
  readonly fingerprint: string;
  readonly name: string;
  readonly labels: Labels;
  readonly state: KnownAlertState;
  /** Ids of the silences that hold for it. */
  readonly silencedBy: readonly string[];
  /** Fingerprints of the alerts that make this one redundant. */
  readonly inhibitedBy: readonly string[];
}
