import type { TrackedAlerts } from '../alert/tracked-alerts.ts';
import { isFiring } from '../alert/tracked-alerts.ts';
import type { EndedSilences } from '../standing/silence.ts';
import { ageAt, note } from './changes.ts';
import type { IncidentRecord } from './incident.ts';
import { firingAlerts } from './incident.ts';

/**
 * Takes in how the alerts are that were silenced: Alertmanager tells nobody that a silenced alert has cleared, so one that it does
 * not know any more ends here as if that had been delivered. One that has fired again since it was asked still fires.
 */
export function unsilenced(incident: IncidentRecord, { silenced, gone, askedAt }: EndedSilences, now: string) {
  if (silenced.length === 0) return incident;
  const ended = firingAlerts(incident).filter(
    ([fingerprint, { firedAt }]) => gone.includes(fingerprint) && firedAt < askedAt,
  );
  const alerts: TrackedAlerts = {
    ...incident.alerts,
    ...Object.fromEntries(ended.map(([print, alert]) => [print, { ...alert, endedAt: askedAt, endIsPresumed: true }])),
  };
  const isOver = ended.length > 0 && !Object.values(alerts).some(isFiring);
  const clearedMs = isOver ? (incident.score.clearedMs ?? ageAt(incident, now)) : incident.score.clearedMs;
  const changed = { ...incident, alerts, score: { ...incident.score, clearedMs } };
  const told = note(changed, now, 'silence-ended', words(silenced.length, ended.length));
  return ended.reduce((record, [, { name }]) => note(record, now, 'alert-resolved', `${name}, while silenced`), told);
}

function words(silenced: number, ended: number): string {
  const cleared = ended === 0 ? 'none of them has' : `${ended} of them ${ended === 1 ? 'has' : 'have'}`;
  return `${silenced} of its alerts ${silenced === 1 ? 'was' : 'were'} silenced; ${cleared} cleared meanwhile`;
}
