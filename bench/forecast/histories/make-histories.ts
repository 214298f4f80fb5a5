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

/** A history that was made, with what comes after it. */
export interface MadeHistory {
  readonly kind: HistoryKind;
  readonly traits: readonly string[];
  readonly series: Series;
  readonly bounds: Bounds;
  readonly limit: Limit;
  /** What is measured in the day after the history. */
  readonly ahead: readonly number[];
  /** Of the first value at the limit; null where none is in that day. */
  readonly crossesAtMs: number | null;
}

/** Each history is asked about the day after it. */
export const horizonSteps = stepsADay;
const startMs = Date.UTC(2026, 0, 5);
const shapes: Readonly<Record<HistoryKind, (random: Random) => Shape>> = {
  disk: diskShape,
  memory: memoryShape,
  certificate: certificateShape,
  traffic: trafficShape,
};
/** A shape without a place for what is wanted is made anew so many times. */
const attempts = 200;

/**
 * Histories of every kind in turn, the same for the same seed. Every second one reaches its limit so many hours after its end;
 * of the others, which do not within a day, two of five stay just below it.
 */
export function makeHistories(seed: number, count: number, leadHours: number): readonly MadeHistory[] {
  return Array.from({ length: count }, (_, nth) => {
    const kind = historyKinds[nth % historyKinds.length] ?? 'disk';
    const random = randomOf(seed * 100_003 + nth);
    const crosses = Math.floor(nth / historyKinds.length) % 2 === 0;
    return makeHistory(kind, crosses ? leadHours * stepsAnHour : null, random);
  });
}

function makeHistory(kind: HistoryKind, lead: number | null, random: Random): MadeHistory {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const shape = shapes[kind](random);
    const place = lead === null ? placeBelow(shape, random) : placeAtCrossing(shape, lead, random);
    if (place) return historyAt(kind, shape, place, random);
  }
  throw new Error(`no ${kind} history has a place for what is wanted`);
}

/** Where a history ends, and what it should not reach. */
interface Place {
  readonly end: number;
  readonly level: number;
}

function placeAtCrossing({ plain, measured, quietFor }: Shape, lead: number, random: Random): Place | null {
  const candidates = Array.from({ length: 2 * stepsADay }, (_, nth) => historySteps + lead + nth);
  const records = candidates.filter((at) => (plain[at] ?? 0) > most(plain, Math.max(0, at - quietFor), at));
  if (records.length === 0) return null;

  const level = plain[random.pick(records)] ?? 0;
  const first = measured.findIndex((value, at) => at >= historySteps && value >= level);
  const end = first - lead + 1;
  return end >= historySteps && most(measured, end - stepsAnHour, first) < level ? { end, level } : null;
}

function placeBelow({ plain, measured, noise, quietFor }: Shape, random: Random): Place | null {
  const end = historySteps + random.upTo(2 * stepsADay);
  const range = most(plain, end - stepsADay, end + stepsADay) + most(plain.map((value) => -value), end - stepsADay, end + stepsADay);
  const margin = happens(random, 0.4) ? between(random, 0.05, 0.2) : scaleBetween(random, 0.2, 2);
  const level = most(measured, end - stepsAnHour, end + horizonSteps) + margin * Math.max(range, 4 * noise);
  return most(plain, Math.max(0, end - quietFor), end) < level ? { end, level } : null;
}

/** In a unit of its kind: what is used of a disk or a certificate may also be seen as what is left of it. */
function historyAt(kind: HistoryKind, { traits, measured }: Shape, { end, level }: Place, random: Random): MadeHistory {
  const { unit, bounds, limit, inUnit } = unitOf(kind, level, random);
  const values = Array.from(measured, inUnit);
  const ahead = values.slice(end, end + horizonSteps);
  const first = ahead.findIndex((value) => (limit.direction === 'above' ? value >= limit.value : value <= limit.value));
  const start = end - historySteps;
  const endMs = startMs + (end - 1) * stepMs;
  return {
    kind,
    traits,
    series: { labels: {}, unit, startMs: startMs + start * stepMs, stepMs, values: values.slice(start, end) },
    bounds,
    limit,
    ahead,
    crossesAtMs: first < 0 ? null : endMs + (first + 1) * stepMs,
  };
}

interface InUnit {
  readonly unit: string;
  readonly bounds: Bounds;
  readonly limit: Limit;
  readonly inUnit: (value: number) => number;
}

function unitOf(kind: HistoryKind, level: number, random: Random): InUnit {
  if (kind === 'certificate') {
    const limit: Limit = { direction: 'below', value: -level * 86_400 };
    return { unit: 'seconds', bounds: { lower: null, upper: null }, limit, inUnit: (value) => -value * 86_400 };
  }
  if (kind === 'traffic') {
    const peak = scaleBetween(random, 10, 10_000);
    return { unit: 'requests/s', bounds: { lower: 0, upper: null }, limit: { direction: 'above', value: level * peak }, inUnit: (value) => Math.max(0, value * peak) };
  }
  const size = scaleBetween(random, 1e9, 4e12);
  const share = kind === 'disk' ? random.pick([0.85, 0.9, 0.95, 1]) : between(random, 0.8, 0.95);
  const whole = level / share;
  const left = (value: number): number => size * Math.min(1, Math.max(0, 1 - value / whole));
  if (kind === 'disk') {
    return { unit: 'bytes', bounds: { lower: 0, upper: size }, limit: { direction: 'below', value: left(level) }, inUnit: left };
  }
  return { unit: 'bytes', bounds: { lower: 0, upper: size }, limit: { direction: 'above', value: size - left(level) }, inUnit: (value) => size - left(value) };
}

function most(values: Float64Array, from: number, to: number): number {
  return values.subarray(from, to).reduce((max, value) => Math.max(max, value), -Infinity);
}
