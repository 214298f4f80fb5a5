import type { Crossing, Limit } from '../../model/forecast/crossing.ts';
import type { Forecast } from '../../model/forecast/forecast.ts';
import type { Series } from '../../model/forecast/series.ts';
import type { Point } from './thinning.ts';
import { thinned } from './thinning.ts';

/** What a picture is drawn from. */
export interface Pictured {
  readonly series: Series;
  readonly forecast: Forecast;
  readonly limit: Limit | null;
  readonly crossing: Crossing | null;
  /** What the series is called; untrusted text. */
  readonly title: string;
}

/** The part of a forecast and of the past before it that is worth looking at, in as many points as can be seen. */
export interface View {
  readonly fromMs: number;
  /** The last value, where the past ends. */
  readonly nowMs: number;
  readonly toMs: number;
  readonly history: readonly Point[];
  readonly expected: readonly Point[];
  readonly lower: readonly Point[];
  readonly upper: readonly Point[];
  /** The limit, where it is near enough to be drawn without flattening everything else. */
  readonly limit: number | null;
}

/** So many times as much past as future. */
const pastPerFuture = 3;
/** Or less, where fewer steps than this would be seen. */
const leastPast = 48;
/** A limit that is farther away than so many times what the values span is told, not drawn. */
const nearby = 1;

/** Chooses what is shown, for a picture of so many points across. */
export function viewOf({ series, forecast, limit, crossing }: Pictured, maxPoints: number): View {
  const horizon = forecast.yhat.length;
  const past = Math.max(leastPast, pastPerFuture * horizon);
  const first = Math.max(0, series.values.length - past);
  const points = series.values.slice(first).map((value, index) => ({
    atMs: series.startMs + (first + index) * series.stepMs,
    value: value !== null && Number.isFinite(value) ? value : null,
  }));
  const ahead = (values: readonly number[]): readonly Point[] =>
    values.map((value, index) => ({ atMs: forecast.startMs + index * forecast.stepMs, value }));
  // Both lines and the band begin at the last value, where it is known.
  const last = points.at(-1);
  const join = last && last.value !== null && forecast.startMs - last.atMs <= 2 * forecast.stepMs ? [last] : [];
  const nowMs = last?.atMs ?? forecast.startMs;
  const history = thinned(points, maxPoints);
  const [expected, lower, upper] = [forecast.yhat, forecast.lower, forecast.upper].map((values) =>
    thinned([...join, ...ahead(values)], maxPoints),
  );
  const view = { history, expected: expected ?? [], lower: lower ?? [], upper: upper ?? [] };
  return {
    ...view,
    fromMs: points[0]?.atMs ?? forecast.startMs,
    nowMs,
    toMs: forecast.startMs + Math.max(0, horizon - 1) * forecast.stepMs,
    limit: limit && (crossing !== null || isNear(limit.value, valuesOf(view))) ? limit.value : null,
  };
}

/** Every value that a picture has to hold. */
export function valuesOf(view: Pick<View, 'history' | 'expected' | 'lower' | 'upper'>): readonly number[] {
  return [view.history, view.expected, view.lower, view.upper].flat().flatMap(({ value }) => value ?? []);
}

function isNear(limit: number, values: readonly number[]): boolean {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || Math.abs(high) || 1;
  return limit >= low - nearby * span && limit <= high + nearby * span;
}
