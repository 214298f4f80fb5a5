import type { Percentiles } from './percentiles.ts';
import { percentilesOf } from './percentiles.ts';
import type { EndedIncident, ScoredIncident } from './scored-incident.ts';
import { sortOut } from './scored-incident.ts';
import { commonestFirst, known, noRunbook } from './scorecard.ts';

/** What a runbook that only observes would have done. */
export interface ShadowTally {
  /** Incidents that it was called for and only observed. */
  readonly observed: number;
  /** Incidents with a plan that the guards would have let run. */
  readonly wouldHaveActed: number;
  /** Why the guards would not have let a plan run, the commonest first. */
  readonly refused: Readonly<Record<string, number>>;
  /** Why there was no plan, by outcome or its reason, the commonest first. */
  readonly noPlan: Readonly<Record<string, number>>;
  /** Of the incidents in which it would have acted: the time until their alerts had cleared, by themselves or by people. */
  readonly untilCleared: Percentiles | null;
  /** Of the incidents in which it would have acted: those whose alerts have not cleared. */
  readonly notCleared: number;
}

/** One observed incident. */
interface ShadowCase {
  readonly incident: string;
  readonly target: string | null;
  readonly runbook: string;
  readonly openedAt: string;
  /** What would have been done; null where there was nothing to do. Not escaped. */
  readonly plan: string | null;
  /** Why the guards would not have let it run; null where they would, or nobody asked. */
  readonly refusal: string | null;
  /** Its outcome and reason. */
  readonly outcome: string;
  /** How long after it opened its alerts had cleared, in milliseconds; null where they have not. */
  readonly clearedMs: number | null;
  readonly closed: boolean;
}

/** What would have been done, by runbook, and each case, the latest first. */
export interface ShadowReport {
  readonly runbooks: Readonly<Record<string, ShadowTally>>;
  readonly cases: readonly ShadowCase[];
}

/** Adds up the incidents in mode `observe`, drills and storms left out. */
export function shadowReportOf(incidents: readonly ScoredIncident[]): ShadowReport {
  const observed = sortOut(incidents).ended.filter(({ score }) => score.mode === 'observe');
  const byRunbook = Map.groupBy(observed, ({ score }) => score.runbook ?? noRunbook);
  const names = [...byRunbook.keys()].toSorted();
  return {
    runbooks: Object.fromEntries(names.map((name) => [name, tallyOf(byRunbook.get(name) ?? [])])),
    cases: observed.map(caseOf).toSorted((one, other) => (one.openedAt < other.openedAt ? 1 : -1)),
  };
}

function tallyOf(observed: readonly EndedIncident[]): ShadowTally {
  const acting = observed.filter(({ score }) => score.rehearsal?.refusal === null);
  const cleared = known(acting.map(({ score }) => score.clearedMs));
  return {
    observed: observed.length,
    wouldHaveActed: acting.length,
    refused: commonestFirst(observed.flatMap(({ score }) => score.rehearsal?.refusal ?? [])),
    noPlan: commonestFirst(
      observed
        .filter(({ score }) => score.rehearsal === null)
        .map(({ score: { outcome, reason } }) => reason ?? outcome),
    ),
    untilCleared: percentilesOf(cleared),
    notCleared: acting.length - cleared.length,
  };
}

function caseOf({ incident, target, closed, score }: EndedIncident): ShadowCase {
  const { runbook, openedAt, rehearsal, outcome, reason, clearedMs } = score;
  return {
    incident,
    target,
    runbook: runbook ?? noRunbook,
    openedAt,
    plan: rehearsal?.plan ?? null,
    refusal: rehearsal?.refusal ?? null,
    outcome: reason ? `${outcome}, ${reason}` : outcome,
    clearedMs,
    closed,
  };
}
