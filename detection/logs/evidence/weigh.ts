import type { LogLine } from '../../../model/logs/log-line.ts';
import { exitReasonOf } from '../lines/exit-reasons.ts';
import type { Group } from '../lines/groups.ts';
import { severityOf } from '../lines/severity.ts';
import { onsetOf } from './onset.ts';
import type { Shift } from './shifts.ts';
import { shiftOf } from './shifts.ts';
import { adjustForMany, dispersionOf, moreThanChance } from './significance.ts';
import { silencesIn } from './silence.ts';
import { slicesOf } from './slices.ts';
import type { Tone } from './tone.ts';
import { toneOf } from './tone.ts';

/** How long the two windows were, in milliseconds. */
export interface Windows {
  readonly beforeMs: number;
  readonly duringMs: number;
}

/** A group with everything that speaks for it. */
export interface Evidence {
  readonly group: Group;
  readonly before: number;
  readonly during: number;
  /** What is remarkable; null where nothing is beyond chance. */
  readonly change: 'rate' | 'values' | 'silence' | null;
  readonly isNew: boolean;
  /** How many times more frequent it became, 1 where nothing changed. */
  readonly ratio: number;
  /** Adjusted for the number of groups. */
  readonly significance: number;
  /** The first line after the change. */
  readonly sample: LogLine;
  readonly severity: number;
  readonly exit: ReturnType<typeof exitReasonOf>;
  readonly tone: Tone;
  /** New kinds of lines that came once, failures or not like this one, in a millisecond of the time before. */
  readonly usualNews: number;
}

/** Lines of a group that are read for what they say. */
const readLines = 5;
/** Lines before that make a template's own rate worth following. */
const enoughLines = 20;
/** Below this a difference of rates is taken for real. */
const significant = 0.01;
/** Below this a difference of values is: they are no independent draws. */
const significantShift = 1e-4;
const error = 2;
/** Times more frequent, from which a known template counts as exploded. */
const exploded = 3;

/** Weighs what was said during the incident against what was said before. */
export function weigh(groups: readonly Group[], windows: Windows): readonly Evidence[] {
  const heard = groups.filter(({ during }) => during.length > 0);
  const scale = scaleOf(groups, windows);
  const span = spanOf(groups);
  const chances = adjustForMany(
    heard.map(({ before, during }) => {
      const dispersion = dispersionOf(slicesOf(before, span));
      return moreThanChance(before.length / dispersion, during.length / dispersion, scale / (1 + scale));
    }),
  );
  const shifts = heard.map(shiftOf);
  const shiftChances = adjustForMany(shifts.map((shift) => shift?.chance ?? 1));
  const usualNews = usualNewsIn(groups, windows);
  const said = heard.flatMap((group, index) => {
    const ratio = (group.during.length + 0.5) / (group.before.length * scale + 0.5);
    const byRate = { ratio, significance: chances[index] ?? 1 };
    const found = evidenceOf(group, byRate, shifts[index] ?? null, shiftChances[index] ?? 1);
    return found ? [{ ...found, usualNews: usualNews(found.severity) }] : [];
  });
  const silent = silencesIn(groups, span, windows).map(({ group, last, before, during, chance }): Evidence => {
    const counts = { before, during, change: 'silence', isNew: false, ratio: 1, significance: chance } as const;
    return { group, ...counts, sample: last, severity: 0, exit: null, tone: toneOf(''), usualNews: 0 };
  });
  return [...said, ...silent];
}

function evidenceOf(
  group: Group,
  { ratio, significance }: Pick<Evidence, 'ratio' | 'significance'>,
  shift: Shift | null,
  shiftChance: number,
): Omit<Evidence, 'usualNews'> | null {
  const { before, during } = group;
  const isNew = before.length === 0;
  const start = isNew ? 0 : onsetOf(during);
  const read = during.slice(start, start + readLines);
  const [sample] = read;
  if (!sample) return null;
  const exits = read.map(({ message }) => exitReasonOf(message));
  const exit = exits.find((found) => found?.isCause) ?? exits.find((found) => found !== null) ?? null;
  const common = { group, before: before.length, during: during.length, isNew, exit, tone: toneOf(sample.message) };
  const severity = Math.max(...read.map(severityOf));
  const isOften = significance <= significant && (isNew || ratio >= exploded);
  if (isOften || (isNew && exit?.isCause)) return { ...common, change: 'rate', ratio, significance, sample, severity };
  if (shift && shiftChance <= significantShift) {
    const { line } = shift;
    const told = { ratio: shift.ratio, significance: shiftChance, sample: line, severity: severityOf(line) };
    return { ...common, change: 'values', ...told };
  }
  return { ...common, change: null, ratio, significance, sample, severity };
}

/**
 * How often a kind of line comes that was never seen, by severity: as often as kinds were seen once in the time before.
 * I. J. Good: The population frequencies of species and the estimation of population parameters, Biometrika 40, 1953.
 */
function usualNewsIn(groups: readonly Group[], { beforeMs }: Windows): (severity: number) => number {
  const once = groups.flatMap(({ before }) => (before.length === 1 ? before : [])).map(severityOf);
  const failures = once.filter((severity) => severity >= error).length;
  return (severity) => ((severity >= error ? failures : once.length - failures) + 0.5) / beforeMs;
}

function spanOf(groups: readonly Group[]): readonly [from: number, to: number] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { before } of groups) {
    from = Math.min(from, before[0]?.at ?? from);
    to = Math.max(to, before.at(-1)?.at ?? to);
  }
  return [from, to];
}

/**
 * How many lines of the incident one line before makes us expect: the ratio of the windows, times what the whole
 * stream grew by, for more traffic is no fault. That growth is the median over lines of templates that were frequent.
 */
function scaleOf(groups: readonly Group[], { beforeMs, duringMs }: Windows): number {
  const windows = duringMs / beforeMs;
  const growths = groups
    .map(({ before, during }) => ({ lines: before.length, growth: during.length / (before.length * windows) }))
    .filter(({ lines }) => lines >= enoughLines)
    .toSorted((one, other) => one.growth - other.growth);
  let left = growths.reduce((sum, { lines }) => sum + lines, 0) / 2;
  const middle = growths.find(({ lines }) => (left -= lines) <= 0);
  return windows * Math.max(1, middle?.growth ?? 1);
}
