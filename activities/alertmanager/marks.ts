import type { SilenceClient } from '../../clients/alertmanager/silences.ts';
import type { Alert } from '../../model/alert/alert.ts';
import type { KnownAlert } from '../../model/standing/known-alert.ts';
import { markOf } from '../../model/standing/silence.ts';
import { asked } from './reading.ts';

/** Silences that one question looks up; those beyond count as somebody else's. */
const maxLookedUp = 50;

/**
 * Which of the silences that hold for these alerts are Nightshift's own, by id, and the mark of each. Those of the incident's
 * own alerts are looked up first. Fails as `AlertmanagerUnavailable`.
 */
export async function marksOfSilences(
  silences: Pick<SilenceClient, 'readSilence'>,
  orderAlerts: readonly Pick<Alert, 'fingerprint'>[],
  known: readonly KnownAlert[],
): Promise<ReadonlyMap<string, string>> {
  const isOwn = ({ fingerprint }: KnownAlert): boolean =>
    orderAlerts.some((alert) => alert.fingerprint === fingerprint);
  const ordered = known.toSorted((left, right) => Number(isOwn(right)) - Number(isOwn(left)));
  const ids = [...new Set(ordered.flatMap(({ silencedBy }) => silencedBy))].slice(0, maxLookedUp);
  const marks = new Map<string, string>();
  for (const id of ids) {
    const silence = await asked(() => silences.readSilence(id));
    const mark = silence ? markOf(silence) : null;
    if (mark !== null) marks.set(id, mark);
  }
  return marks;
}
