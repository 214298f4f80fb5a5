import type { Score } from '../incident/score.ts';

/** One incident of the list, with what its memo adds to the scorecard. */
export interface ScoredIncident {
  /** Its key. */
  readonly incident: string;
  readonly target: string | null;
  readonly closed: boolean;
  /** Whether Nightshift works on it, or waits for an approval, right now. */
  readonly underWay: boolean;
  /** Null where nothing has come of it yet, or nobody has written it down. */
  readonly score: Score | null;
}

/** An incident that came to an end for Nightshift. */
export interface EndedIncident extends ScoredIncident {
  readonly score: Score & { readonly outcome: NonNullable<Score['outcome']> };
}

/** The incidents of the list, by what they are to a scorecard. */
export interface Sorted {
  readonly ended: readonly EndedIncident[];
  /** What Nightshift works on, or has not begun with. */
  readonly underWay: number;
  /** Incidents that somebody asked for. They say how the machinery works, not how the nights are. */
  readonly drills: number;
  /** Incidents that stand for a storm. The incidents of its targets are counted like any other. */
  readonly storms: number;
  /** Closed without a score: cancelled, terminated, or of an older version. */
  readonly unknown: number;
}

/** Tells the incidents that count from those that do not. */
export function sortOut(incidents: readonly ScoredIncident[]): Sorted {
  const others = { underWay: 0, drills: 0, storms: 0, unknown: 0 };
  const ended: EndedIncident[] = [];
  for (const incident of incidents) {
    if (incident.score?.requested) others.drills += 1;
    else if (isStorm(incident)) others.storms += 1;
    else if (hasEnded(incident)) ended.push(incident);
    else if (incident.closed) others.unknown += 1;
    else others.underWay += 1;
  }
  return { ended, ...others };
}

/** An incident that was opened again after an outcome has not ended: another one will take its place. */
function hasEnded(incident: ScoredIncident): incident is EndedIncident {
  return !incident.underWay && incident.score !== null && incident.score.outcome !== null;
}

/** The incident of a storm itself never comes to an attempt, and so has no runbook. */
function isStorm({ score }: ScoredIncident): boolean {
  return score?.reason === 'storm' && score.runbook === null;
}
