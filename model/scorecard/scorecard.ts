import type { RunbookName } from '../names.ts';
import type { Percentiles } from './percentiles.ts';
import { percentilesOf } from './percentiles.ts';
import type { EndedIncident, ScoredIncident, Sorted } from './scored-incident.ts';
import { sortOut } from './scored-incident.ts';

/** What some incidents came to. Each of them is one of the five kinds of outcome; what is counted beside is said so. */
export interface Tally {
  readonly ended: number;
  readonly verified: number;
  readonly resolvedByItself: number;
  readonly undone: number;
  readonly escalated: number;
  readonly nothingDone: number;
  /** The reasons why nothing was done, the commonest first. */
  readonly nothingDoneBecause: Readonly<Record<string, number>>;
  /** Beside the outcome: incidents in which a repair changed something, or may have. */
  readonly attempted: number;
  /** Beside the outcome: incidents of a target that this runbook had repaired, and proven healthy, within 24 hours before. */
  readonly recurred: number;
  /** Beside the outcome: nobody had to take over, approve or undo. */
  readonly automated: number;
  /** Beside the outcome: the alerts cleared before anything was done, or the target was healthy. */
  readonly falseAlarms: number;
  readonly times: Times;
}

/** How long things took. */
interface Times {
  /** From the start of the first alert until its incident had it. */
  readonly toAccept: Percentiles | null;
  /** From then until the first action, of incidents in which there was one. */
  readonly toFirstAction: Percentiles | null;
  /** From then until the proof of health, of incidents whose repair helped. */
  readonly toVerified: Percentiles | null;
}

/** How well Nightshift did, in all and by the runbook that answered last. */
export interface Scorecard extends Omit<Sorted, 'ended'> {
  readonly total: Tally;
  readonly runbooks: Readonly<Record<string, Tally>>;
}

/** In place of a runbook where none answered. */
export const noRunbook = 'none';

const day = 24 * 60 * 60 * 1_000;

/** Adds up incidents. */
export function scorecardOf(incidents: readonly ScoredIncident[]): Scorecard {
  const { ended, ...others } = sortOut(incidents);
  const ofTarget = Map.groupBy(ended, ({ target }) => target);
  const recurring = ended.filter(({ score }) => score.recurs);
  const blamed = recurring.map((incident) => blamedRunbook(incident, ofTarget.get(incident.target) ?? []));
  const names = [...new Set([...ended.map(runbookOf), ...blamed])].toSorted();
  const runbooks = names.map((name) => {
    const own = ended.filter((incident) => runbookOf(incident) === name);
    return [name, tallyOf(own, blamed.filter((other) => other === name).length)] as const;
  });
  return { ...others, total: tallyOf(ended, recurring.length), runbooks: Object.fromEntries(runbooks) };
}

function tallyOf(ended: readonly EndedIncident[], recurred: number): Tally {
  const scores = ended.map(({ score }) => score);
  const count = (kind: (typeof scores)[number]['outcome']): number =>
    scores.filter(({ outcome }) => outcome === kind).length;
  const attempted = scores.filter(({ acted }) => acted);
  const verified = scores.filter(({ outcome }) => outcome === 'resolved-by-us');
  return {
    ended: ended.length,
    verified: verified.length,
    resolvedByItself: count('resolved-by-itself'),
    undone: count('undone'),
    escalated: count('escalated'),
    nothingDone: count('nothing-done'),
    nothingDoneBecause: commonestFirst(
      scores.filter(({ outcome }) => outcome === 'nothing-done').map(({ reason }) => reason ?? 'no reason'),
    ),
    attempted: attempted.length,
    recurred,
    automated: scores.filter(({ human }) => !human).length,
    falseAlarms: ended.filter(isFalseAlarm).length,
    times: {
      toAccept: percentilesOf(known(scores.map(({ acceptedMs }) => acceptedMs))),
      toFirstAction: percentilesOf(known(attempted.map(({ firstActionMs }) => firstActionMs))),
      toVerified: percentilesOf(known(verified.map(({ verifiedMs }) => verifiedMs))),
    },
  };
}

/** Counts equal names, the commonest first. */
export function commonestFirst(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, same]) => [name, same.length] as const);
  return Object.fromEntries(counts.toSorted(([, one], [, other]) => other - one));
}

/** What is known of some times. */
export function known(times: readonly (number | null)[]): readonly number[] {
  return times.filter((time) => time !== null);
}

/**
 * The runbook whose repair did not last: that of the last proven repair within a day, else the incident's own.
 *
 * @param ofTarget every incident of the same target.
 */
function blamedRunbook(incident: EndedIncident, ofTarget: readonly EndedIncident[]): RunbookName | typeof noRunbook {
  const openedAt = Date.parse(incident.score.openedAt);
  const repairs = ofTarget.flatMap((other) => {
    const { runbook, verifiedMs } = other.score;
    const at = Date.parse(other.score.openedAt) + (verifiedMs ?? Number.NaN);
    const lasted = other !== incident && at <= openedAt && at > openedAt - day;
    return lasted && runbook ? [{ runbook, at }] : [];
  });
  return repairs.toSorted((one, other) => one.at - other.at).at(-1)?.runbook ?? runbookOf(incident);
}

function isFalseAlarm({ score: { outcome, reason } }: EndedIncident): boolean {
  if (outcome === 'resolved-by-itself') return true;
  return outcome === 'nothing-done' && (reason === 'alert-resolved' || reason === 'already-healthy');
}

function runbookOf({ score }: EndedIncident): RunbookName | typeof noRunbook {
  return score.runbook ?? noRunbook;
}
