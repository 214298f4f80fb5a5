import type { Alert } from '../alert/alert.ts';
import type { KnownAlert } from './known-alert.ts';

/** An alert that people do not want to hear of now, and what says so. */
interface Suppression {
  readonly alert: KnownAlert;
  readonly by: 'silence' | 'inhibition';
  /** Ids of silences, or fingerprints of inhibiting alerts. */
  readonly ids: readonly string[];
}

/**
 * Which of an incident's alerts is silenced or inhibited: one is enough, because a silence on any of them
 * means that somebody is at work on the target. A silence is told before an inhibition, and an alert that
 * Alertmanager does not know is neither.
 */
export function silencedAlert(
  orderAlerts: readonly Pick<Alert, 'fingerprint'>[],
  known: readonly KnownAlert[],
): Suppression | undefined {
  const own = known.filter((alert) => orderAlerts.some(({ fingerprint }) => fingerprint === alert.fingerprint));
  const silenced = own.find(({ silencedBy }) => silencedBy.length > 0);
  if (silenced) return { alert: silenced, by: 'silence', ids: silenced.silencedBy };
  const inhibited = own.find(({ inhibitedBy }) => inhibitedBy.length > 0);
  return inhibited && { alert: inhibited, by: 'inhibition', ids: inhibited.inhibitedBy };
}

/** The same alerts without the silences that do not count. */
export function withoutSilences(
  known: readonly KnownAlert[],
  isLeftOut: (silence: string) => boolean,
): readonly KnownAlert[] {
  return known.map((alert) => ({ ...alert, silencedBy: alert.silencedBy.filter((silence) => !isLeftOut(silence)) }));
}
