import type { Limit } from '../../../model/forecast/crossing.ts';
import type { Bounds, Series } from '../../../model/forecast/series.ts';
import type { Random } from '../../logs/random.ts';
import { randomOf } from '../../logs/random.ts';
import { certificateShape } from './certificate.ts';
import { diskShape } from './disk.ts';
import { historySteps, stepMs, stepsADay, stepsAnHour } from './grid.ts';
import { memoryShape } from './memory.ts';
import { between, happens, scaleBetween } from './noise.ts';
import type { HistoryKind, Shape } from './shape.ts';
import { historyKinds } from './shape.ts';
import { trafficShape } from './traffic.ts';
import { unitOf } from './units.ts';

/** A history that was made, with what comes after it. */
export interface MadeHistory {
  readonly kind: HistoryKind;
  readonly traits: readonly string[];
  readonly series: Series;
  readonly bounds: Bounds;
  readonly limit: Limit;
  /** What is measured in the day after the history. */
  readonly ahead: readonly number[];
  /** Where the line between two measurements reaches the limit first; null where it does not in that day. */
  readonly crossesAtMs: number | null;
}

/** Each history is asked about the day after it. */
export const horizonSteps = stepsADay;
/** Later, and there would be no time in the day left to reach it clearly. */
const latestOfAny = 18 * stepsAnHour;
const startMs = Date.UTC(2026, 0, 5);
const shapes: Readonly<Record<HistoryKind, (random: Random) => Shape>> = {
  disk: diskShape,
  memory: memoryShape,
  certificate: certificateShape,
  traffic: trafficShape,
};
/** A shape without a place for what is wanted is made anew so many times. */
const attempts = 1_000;

/**
 * Histories of every kind in turn, the same for the same seed. Every second one reaches its limit so many hours after its
 * end, or at any time of the 18 hours after it; of the others, which do not within a day, two of five stay just below it.
 */
export function makeHistories(seed: number, count: number, leadHours: number | 'any'): readonly MadeHistory[] {
  return Array.from({ length: count }, (_, nth) => {
    const kind = historyKinds[nth % historyKinds.length] ?? 'disk';
    const random = randomOf(seed * 100_003 + nth);
    const crosses = Math.floor(nth / historyKinds.length) % 2 === 0;
    const lead = leadHours === 'any' ? 1 + random.upTo(latestOfAny) : leadHours * stepsAnHour;
    return makeHistory(kind, crosses ? lead : null, random);
  });
}

function makeHistory(kind: HistoryKind, lead: number | null, random: Random): MadeHistory {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const shape = shapes[kind](random);
    const place = lead === null ? placeBelow(shape, random) : placeAtCrossing(shape, lead, random);
    const made = place && historyAt(kind, shape, place, random);
    if (made && !isStuck(made)) return made;
  }
  throw new Error(`no ${kind} history has a place for what is wanted`);
}

/** How clearly a limit is reached or missed, in parts of what happens around: by less it is up to the noise. */
const [nearest, near, farthest] = [0.05, 0.2, 2];

/** Where a history ends, and what it should not reach. */
interface Place {
  readonly end: number;
  readonly level: number;
}

function placeAtCrossing({ plain, measured, noise, quietFor }: Shape, lead: number, random: Random): Place | null {
  const candidates = Array.from({ length: 2 * stepsADay }, (_, nth) => historySteps + lead + nth);
  const isRecord = (at: number): boolean => (plain[at] ?? 0) > most(plain, Math.max(0, at - quietFor), at);
  const isClear = (at: number): boolean =>
    most(plain, at, at - lead + horizonSteps) >= (plain[at] ?? 0) + nearest * rangeAround(at - lead, plain, noise);
  const records = candidates.filter((at) => isRecord(at) && isClear(at));
  if (records.length === 0) return null;

  const record = random.pick(records);
  const level = between(random, plain[record - 1] ?? 0, plain[record] ?? 0);
  const first = measured.findIndex((value, at) => at >= historySteps && value >= level);
  const end = first - lead + 1;
  return end >= historySteps && most(measured, end - stepsAnHour, first) < level ? { end, level } : null;
}

function placeBelow({ plain, measured, noise, quietFor }: Shape, random: Random): Place | null {
  const end = historySteps + random.upTo(2 * stepsADay);
  const margin = happens(random, 0.4) ? between(random, nearest, near) : scaleBetween(random, near, farthest);
  const level = most(measured, end - stepsAnHour, end + horizonSteps) + margin * rangeAround(end, plain, noise);
  return most(plain, Math.max(0, end - quietFor), end) < level ? { end, level } : null;
}

/** Of a day before and after. */
function rangeAround(end: number, plain: Float64Array, noise: number): number {
  const days = plain.subarray(end - stepsADay, end + stepsADay);
  return Math.max(most(days) + most(days.map((value) => -value)), 4 * noise);
}

/** In a unit of its kind: what is used of a disk or a certificate may also be seen as what is left of it. */
function historyAt(kind: HistoryKind, { traits, measured }: Shape, { end, level }: Place, random: Random): MadeHistory {
  const { unit, bounds, limit, inUnit } = unitOf(kind, level, random);
  const values = Array.from(measured, inUnit);
  const ahead = values.slice(end, end + horizonSteps);
  const start = end - historySteps;
  const reached = stepsUntilReached(values.slice(end - 1, end + horizonSteps), limit);
  return {
    kind,
    traits,
    series: { labels: {}, unit, startMs: startMs + start * stepMs, stepMs, values: values.slice(start, end) },
    bounds,
    limit,
    ahead,
    crossesAtMs: reached === null ? null : startMs + (end - 1 + reached) * stepMs,
  };
}

/** Until a straight line between two measurements touches the limit. */
function stepsUntilReached(values: readonly number[], { direction, value: limit }: Limit): number | null {
  const first = values.findIndex((value) => (direction === 'above' ? value >= limit : value <= limit));
  const [before = limit, after = limit] = values.slice(Math.max(0, first - 1), first + 1);
  return first < 1 ? null : first - 1 + (limit - before) / (after - before);
}

/** Whether it has lain at an end of what it can be: nobody would have left it there. */
function isStuck({ series, bounds, limit }: MadeHistory): boolean {
  const isAtEnd = series.values.some((value) => value === bounds.lower || value === bounds.upper);
  return isAtEnd || limit.value < (bounds.lower ?? 0);
}

function most(values: Float64Array, from = 0, to = values.length): number {
  let max = -Infinity;
  for (let at = from; at < Math.min(to, values.length); at++) max = Math.max(max, values[at] ?? max);
  return max;
}
