/** How far apart measurements lie. */
interface Spacing {
  readonly stepMs: number;
  /** Finer steps that were held for long stretches, too, ascending. */
  readonly finerMs: readonly number[];
  /** The time of a measurement that lies on the grid of this step. */
  readonly anchorMs: number;
  /** Whether no step was held for long. */
  readonly isUneven: boolean;
}

/** A step that was held a while: so many times in a row, from a moment on. */
interface Run {
  readonly fromMs: number;
  readonly spanMs: number;
  readonly count: number;
}

/** Clocks and collectors are a little early or late. */
const tolerance = 1.2;
/** A step is one that is held so often in a row: with values missing by chance, their multiples are not. */
const timesInARow = 8;
/** Of all the time in which a step was held: less is an exception. */
const shareOfAStep = 0.1;
/** A mean that is so near to a common step is that step. */
const nearly = 0.01;

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
const usual = [
  ...[1, 2, 5, 10, 15, 20, 30].flatMap((count) => [count * second, count * minute]),
  ...[1, 2, 3, 4, 6, 8, 12].map((count) => count * hour),
  ...[1, 7].map((count) => count * day),
];

/** The coarsest step that was held for a good part of the time; the median of all where none was. Times ascend. */
export function spacingOf(times: Float64Array): Spacing {
  const anchorMs = times[0] ?? 0;
  if (times.length < 2) return { stepMs: hour, finerMs: [], anchorMs, isUneven: false };

  const spans = times.subarray(1).map((atMs, index) => atMs - (times[index] ?? atMs));
  const steps = stepsHeld(runsOf(times, spans));
  const coarsest = steps.at(-1);
  if (!coarsest) {
    const median = spans.toSorted()[Math.floor(spans.length / 2)] ?? hour;
    return { stepMs: rounded(median), finerMs: [], anchorMs, isUneven: true };
  }
  const [stepMs = hour, ...finer] = steps.toReversed().map((runs) => exactStep(runs));
  const longest = coarsest.reduce((best, run) => (run.count > best.count ? run : best));
  return { stepMs, finerMs: finer.toReversed(), anchorMs: longest.fromMs, isUneven: false };
}

/** The stretches in which one step was held often enough to be meant. */
function runsOf(times: Float64Array, spans: Float64Array): readonly Run[] {
  const enough = Math.min(timesInARow, spans.length);
  const runs: Run[] = [];
  for (let begin = 0, end = 0; begin < spans.length; begin = end) {
    const first = spans[begin] ?? 0;
    for (end = begin + 1; end < spans.length && isLike(spans[end] ?? 0, first); end++);
    const [fromMs = 0, toMs = 0] = [times[begin], times[end]];
    if (end - begin >= enough) runs.push({ fromMs, spanMs: toMs - fromMs, count: end - begin });
  }
  return runs;
}

/** Runs of like steps together, the finest first, without exceptions. */
function stepsHeld(runs: readonly Run[]): readonly (readonly Run[])[] {
  const groups: Run[][] = [];
  for (const run of runs.toSorted((a, b) => stepOf(a) - stepOf(b))) {
    const finest = groups.at(-1)?.[0];
    if (finest && isLike(stepOf(run), stepOf(finest))) groups.at(-1)?.push(run);
    else groups.push([run]);
  }
  const all = sumOf(runs, 'spanMs');
  return groups.filter((group) => sumOf(group, 'spanMs') >= shareOfAStep * all);
}

/** The mean of what was held, which drifts away from no clock. */
function exactStep(runs: readonly Run[]): number {
  return rounded(sumOf(runs, 'spanMs') / sumOf(runs, 'count'));
}

function rounded(ms: number): number {
  return usual.find((step) => Math.abs(ms / step - 1) <= nearly) ?? Math.max(1, Math.round(ms));
}

function isLike(one: number, other: number): boolean {
  return one <= other * tolerance && other <= one * tolerance;
}

function stepOf({ spanMs, count }: Run): number {
  return spanMs / count;
}

function sumOf(runs: readonly Run[], name: 'spanMs' | 'count'): number {
  return runs.reduce((sum, run) => sum + run[name], 0);
}
