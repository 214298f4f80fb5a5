import type { LogLine } from '../../model/logs/log-line.ts';
import { exitReasonOf } from './exit-reasons.ts';
import type { Group } from './groups.ts';
import { severityOf } from './severity.ts';
import { adjustForMany, dispersionOf, moreThanChance } from './significance.ts';

/** How long the two windows were, in milliseconds. */
export interface Windows {
  readonly beforeMs: number;
  readonly duringMs: number;
}

/** A group with everything that speaks for it. */
export interface Evidence {
  readonly group: Group;
  readonly before: number;
  readonly isNew: boolean;
  /** How many times more frequent it became, 1 where nothing changed. */
  readonly ratio: number;
  /** Adjusted for the number of groups. */
  readonly significance: number;
  /** The first line after its rate changed. */
  readonly sample: LogLine;
  readonly severity: number;
  readonly exit: ReturnType<typeof exitReasonOf>;
}

/** Lines of a group that are read for what they say. */
const readLines = 5;
/** Lines before that make a template's own rate worth following. */
const enoughLines = 20;

/** Weighs what was said during the incident against what was said before. */
export function weigh(groups: readonly Group[], windows: Windows): readonly Evidence[] {
  const heard = groups.filter(({ during }) => during.length > 0);
  const scale = scaleOf(groups, windows);
  const chances = heard.map(({ before, during }) => {
    const dispersion = dispersionOf(before);
    return moreThanChance(sum(before) / dispersion, during.length / dispersion, scale / (1 + scale));
  });
  const adjusted = adjustForMany(chances);
  return heard.flatMap((group, index) => {
    const before = sum(group.before);
    const start = before === 0 ? 0 : onsetOf(group.during);
    const read = group.during.slice(start, start + readLines);
    const [sample] = read;
    if (!sample) return [];
    const exits = read.map(({ message }) => exitReasonOf(message));
    const exit = exits.find((found) => found?.isCause) ?? exits.find((found) => found !== null) ?? null;
    const severity = Math.max(...read.map(severityOf));
    const ratio = (group.during.length + 0.5) / (before * scale + 0.5);
    return [{ group, before, isNew: before === 0, ratio, significance: adjusted[index] ?? 1, sample, severity, exit }];
  });
}

/**
 * How many lines of the incident one line before makes us expect: the ratio of the windows, times what the whole
 * stream grew by, for more traffic is no fault. That growth is the median over lines of templates that were frequent.
 */
function scaleOf(groups: readonly Group[], { beforeMs, duringMs }: Windows): number {
  const windows = duringMs / beforeMs;
  const growths = groups
    .map(({ before, during }) => ({ lines: sum(before), growth: during.length / (sum(before) * windows) }))
    .filter(({ lines }) => lines >= enoughLines)
    .toSorted((one, other) => one.growth - other.growth);
  let left = sum(growths.map(({ lines }) => lines)) / 2;
  const middle = growths.find(({ lines }) => (left -= lines) <= 0);
  return windows * Math.max(1, middle?.growth ?? 1);
}

/**
 * The line at which a rate rose: where the count lags furthest behind a steady one. E. S. Page: Continuous inspection
 * schemes, Biometrika 41, 1954.
 */
function onsetOf(lines: readonly LogLine[]): number {
  const [from, to] = [lines[0]?.at ?? 0, lines.at(-1)?.at ?? 0];
  let [onset, furthest] = [0, 0];
  lines.forEach(({ at }, index) => {
    const lag = ((at - from) / Math.max(1, to - from)) * lines.length - index;
    if (lag > furthest) [onset, furthest] = [index, lag];
  });
  return onset;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
