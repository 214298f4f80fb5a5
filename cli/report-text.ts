import type { Percentiles } from '../model/scorecard/percentiles.ts';
import type { Scorecard, Tally } from '../model/scorecard/scorecard.ts';
import type { ShadowReport, ShadowTally } from '../model/scorecard/shadow.ts';
import { durationInWords } from '../model/text/duration.ts';
import { onOneLine, shorten } from '../model/text/markdown.ts';
import { tableOf } from './table.ts';

const maxCasesShown = 20;

/** The scorecard for people. */
export function scorecardLines({ total, runbooks, underWay, drills, storms, unknown }: Scorecard): readonly string[] {
  const others = [
    `${total.ended} ended`,
    `${underWay} under way`,
    ...(drills > 0 ? [`${drills} drills, not counted`] : []),
    ...(storms > 0 ? [`${storms} for a storm, not counted`] : []),
    ...(unknown > 0 ? [`${unknown} closed without a score, not counted`] : []),
  ];
  if (total.ended === 0) {
    return [others.join(', '), '', 'Nothing to add up yet. Send alerts to the trigger, or take a longer --since.'];
  }
  return [
    others.join(', '),
    '',
    ...tableOf([
      ['RUNBOOK', 'ENDED', 'VERIFIED', 'BY ITSELF', 'UNDONE', 'ESCALATED', 'NOTHING DONE', 'ATTEMPTED', 'RECURRED'],
      ...Object.entries(runbooks).map(([name, tally]) => countsOf(onOneLine(name), tally)),
      countsOf('all', total),
    ]),
    '',
    ...tableOf([
      ['RUNBOOK', 'TO ACCEPT P50', 'P90', 'TO FIRST ACTION P50', 'P90', 'TO VERIFIED P50', 'P90'],
      ...Object.entries(runbooks).map(([name, tally]) => timesOf(onOneLine(name), tally)),
      timesOf('all', total),
    ]),
    '',
    `Ended without a human  ${share(total.automated, total.ended)}`,
    `False alarms           ${share(total.falseAlarms, total.ended)}`,
    ...reasonLines('Nothing was done because', total.nothingDoneBecause),
  ];
}

/** The shadow report for people. */
export function shadowLines({ runbooks, cases }: ShadowReport): readonly string[] {
  if (cases.length === 0) {
    return [
      'No incident ended in mode observe. A runbook whose mode is observe (policy.modes) shows here what it would have done.',
    ];
  }
  const shown = cases.slice(0, maxCasesShown);
  return [
    ...tableOf([
      ['RUNBOOK', 'OBSERVED', 'WOULD HAVE ACTED', 'REFUSED', 'NO PLAN', 'UNTIL CLEARED P50', 'P90', 'NOT CLEARED'],
      ...Object.entries(runbooks).map(([name, tally]) => shadowRow(onOneLine(name), tally)),
    ]),
    ...Object.entries(runbooks).flatMap(([name, { refused, noPlan }]) => [
      ...reasonLines(`${onOneLine(name)}: the guards would have refused because`, refused),
      ...reasonLines(`${onOneLine(name)}: there was no plan because`, noPlan),
    ]),
    '',
    `The latest ${shown.length} of ${cases.length}`,
    ...tableOf([
      ['OPENED (UTC)', 'CLEARED AFTER', 'GUARDS', 'PLAN', 'INCIDENT'],
      ...shown.map(({ openedAt, clearedMs, refusal, plan, incident, outcome, closed }) => [
        openedAt.slice(0, 19),
        clearedMs === null ? (closed ? 'never' : 'still firing') : durationInWords(clearedMs),
        plan === null ? '-' : (refusal ?? 'go'),
        shorten(onOneLine(plan ?? `none: ${outcome}`), 80),
        incident,
      ]),
    ]),
  ];
}

function countsOf(name: string, tally: Tally): readonly string[] {
  const { ended, verified, resolvedByItself, undone, escalated, nothingDone, attempted, recurred } = tally;
  const counts = [ended, verified, resolvedByItself, undone, escalated, nothingDone, attempted, recurred];
  return [name, ...counts.map(String)];
}

function timesOf(name: string, { times }: Tally): readonly string[] {
  return [name, ...[times.toAccept, times.toFirstAction, times.toVerified].flatMap(spread)];
}

function shadowRow(name: string, tally: ShadowTally): readonly string[] {
  const { observed, wouldHaveActed, refused, noPlan, untilCleared, notCleared } = tally;
  const counts = [observed, wouldHaveActed, sum(refused), sum(noPlan)].map(String);
  return [name, ...counts, ...spread(untilCleared), String(notCleared)];
}

function spread(times: Percentiles | null): readonly string[] {
  return times ? [durationInWords(times.p50), durationInWords(times.p90)] : ['-', '-'];
}

function reasonLines(title: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const lines = Object.entries(counts).map(([reason, count]) => `  ${String(count).padStart(5)}  ${onOneLine(reason)}`);
  return lines.length > 0 ? ['', title, ...lines] : [];
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${Math.round((100 * part) / whole)} %)`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
