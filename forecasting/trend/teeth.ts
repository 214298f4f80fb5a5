import { medianOf } from '../stretches.ts';
import type { Jump } from './jumps.ts';

/** What is given back again and again, as by the rotation of logs or the renewal of a certificate. */
export interface Teeth {
  /** How much a jump gives back, with its sign. */
  readonly by: number;
  /** Steps from one jump to the next. */
  readonly length: number;
  /** Of the last jump. */
  readonly lastAt: number;
  /** Where it is given back because so much has come together, the level at which that is; null where it goes by the clock. */
  readonly brim: number | null;
}

/** Fewer may be chance. */
const fewest = 3;
/** Jumps of a kind differ by no more than this share of their median. */
const alike = 0.5;
/** Later by more than so many usual differences, and by that share: it does not happen any more. */
const [deviationsUntilOver, shareUntilOver] = [5, 0.03];
/** By the brim, where brims differ so much less than lengths do. */
const clearlyLess = 0.5;

/** The jumps that may be teeth: of the direction that has most of them, and alike. */
export function recurringOf(jumps: readonly Jump[]): readonly Jump[] {
  const [up, down] = [jumps.filter(({ by }) => by > 0), jumps.filter(({ by }) => by < 0)];
  const many = up.length > down.length ? up : down;
  const by = median(many.map((jump) => jump.by));
  return many.filter((jump) => Math.abs(jump.by - by) <= alike * Math.abs(by));
}

/** What jumps that are alike have in common; null where they are too few. `hasStopped` where the next one is overdue. */
export function teethOf(values: Float64Array, jumps: readonly Jump[]): { teeth: Teeth; hasStopped: boolean } | null {
  const last = jumps.at(-1);
  if (jumps.length < fewest || !last) return null;

  const lengths = jumps.slice(1).map(({ at }, index) => at - (jumps[index]?.at ?? at));
  const [by, length] = [median(jumps.map((jump) => jump.by)), median(lengths)];
  const brims = jumps.map(({ at }) => values[at - 1] ?? 0);
  const isByBrim = spread(brims) / Math.abs(by) < (clearlyLess * spread(lengths)) / length;
  const overdue = isByBrim
    ? { by: ((values.at(-1) ?? 0) - median(brims)) * Math.sign(-by), spread: spread(brims), whole: Math.abs(by) }
    : { by: values.length - last.at - length, spread: spread(lengths), whole: length };
  const patience = Math.max(deviationsUntilOver * overdue.spread, shareUntilOver * overdue.whole);
  const brim = isByBrim ? median(brims) : null;
  return { teeth: { by, length, lastAt: last.at, brim }, hasStopped: overdue.by > patience };
}

/**
 * What has come together between jumps, at each value: it grows evenly to what the next jump gives back. Taken away, what
 * stays is what one tooth leaves to the next: the growth in the long run, and no jump.
 */
export function gatheredIn(count: number, jumps: readonly Jump[], teeth: Teeth): Float64Array {
  const gathered = new Float64Array(count);
  const next = { at: Math.max(count, teeth.lastAt + teeth.length), by: teeth.by };
  let from = (jumps[0]?.at ?? 0) - teeth.length;
  for (const { at, by } of [...jumps, next]) {
    const start = from;
    for (let index = Math.max(0, start); index < Math.min(at, count); index++) {
      gathered[index] = (-by * (index - start)) / (at - start);
    }
    from = at;
  }
  return gathered;
}

/** What will have come together so many steps after the last of `count` values, from what has by then. */
export function gatheredAhead(count: number, gatheredNow: number, teeth: Teeth, levels: Float64Array): Float64Array {
  const pace = -teeth.by / teeth.length;
  let gathered = gatheredNow;
  let nextAt = teeth.lastAt + teeth.length;
  return levels.map((level, index) => {
    gathered += pace;
    const isDue =
      teeth.brim === null ? count + index >= nextAt : (level + gathered - teeth.brim) * Math.sign(-teeth.by) > 0;
    if (isDue) {
      nextAt += teeth.length;
      gathered += teeth.by;
    }
    return gathered;
  });
}

function median(list: readonly number[]): number {
  return medianOf(list.toSorted((a, b) => a - b));
}

/** The median absolute deviation. */
function spread(list: readonly number[]): number {
  const middle = median(list);
  return median(list.map((value) => Math.abs(value - middle)));
}
