import { scaleLinear, scaleUtc } from 'd3-scale';
import { quantityScale, shortNumber } from '../../model/text/quantity.ts';
import { clockOf, dayOf, monthOf } from '../../model/text/utc.ts';
import { harmless } from './xml.ts';

/** A mark on an axis. */
interface Tick {
  /** In the picture's own units. */
  readonly at: number;
  readonly text: string;
  /** Begins a day among hours. */
  readonly isStrong: boolean;
}

/** From a quantity to its place in the picture. */
export interface Axis {
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

/** Beyond these the difference of two numbers may be none any more. */
const [smallest, largest] = [1e-200, 1e300];
/** Differences that are smaller, in the size of the numbers, have no round numbers in between. */
const finest = 1e-9;
const day = 24 * 60 * 60 * 1_000;

/**
 * The axis of values, whose ticks are round in the unit that people read: 20 GB, and not 20000000000.
 *
 * @param values everything that is to be seen; all finite.
 */
export function valueAxis(values: readonly number[], unit: string | null, from: number, to: number): Axis {
  const safe = values.map(drawable);
  const [low, high] = [least(safe, Math.min), least(safe, Math.max)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  const { divisor, suffix } = quantityScale(size, unit);
  // Where all are as good as equal, their own size is the measure.
  const room = high - low > finest * size ? 0.06 * (high - low) : 0.1 * size || 1;
  // Nothing that was never below 0 is shown below it, and 0 is shown where it is not far.
  const bottom = low < 0 ? low - room : low < 0.3 * high ? 0 : Math.max(0, low - room);
  const scale = scaleLinear([bottom / divisor, (high + room) / divisor], [from, to]).nice(5);
  const [first = 0, last = 1] = scale.domain();
  // All is no more than all.
  if (suffix === ' %' && high <= 100 && last > 100) scale.domain([first, 100]);
  const place = (value: number): number => scale(drawable(value) / divisor);
  const ticks = scale.ticks(5).map((tick) => ({
    at: scale(tick),
    text: tick === 0 && unit === null ? '0' : `${shortNumber(Number(tick.toPrecision(12)))}${suffix}`,
    isStrong: false,
  }));
  return { place, ticks };
}

/** The axis of time, in UTC: hours between days, days between months. */
export function timeAxis(fromMs: number, toMs: number, from: number, to: number): Axis {
  const scale = scaleUtc([fromMs, toMs], [from, to]);
  const ticks = scale.ticks(8).map((tick) => tick.getTime());
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  const textOf = step >= 28 * day ? monthOf : step >= day ? dayOf : dayOrClock;
  return {
    place: (ms) => scale(ms),
    ticks: ticks.map((ms) => ({ at: scale(ms), text: textOf(ms), isStrong: step < day && ms % day === 0 })),
  };
}

/** A unit as it may be shown; what it is called comes from outside. */
export function shownUnit(unit: string | null): string | null {
  return unit === null || unit.trim() === '' ? null : harmless(unit, 16);
}

/** Short units stand at each tick; a longer one is written once, above the axis. */
export function isWrittenAtTicks(unit: string | null): boolean {
  return unit !== null && /^(?:%|percent|bytes|B|seconds|s)$/.test(unit);
}

function dayOrClock(ms: number): string {
  return ms % day === 0 ? dayOf(ms) : clockOf(ms);
}

function drawable(value: number): number {
  return Math.abs(value) < smallest ? 0 : Math.max(-largest, Math.min(largest, value));
}

/** Without spreading a long list into arguments. */
function least(values: readonly number[], of: (a: number, b: number) => number): number {
  return values.reduce((found, value) => of(found, value), values[0] ?? 0);
}
