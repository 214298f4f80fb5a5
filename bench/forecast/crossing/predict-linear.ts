import { isReached } from '../../../forecasting/crossing/first-crossing.ts';
import type { MadeHistory } from '../histories/make-histories.ts';
import { horizonSteps } from '../histories/make-histories.ts';
import type { Foreseen, Method } from './method.ts';
import { unforeseen } from './method.ts';

/** How `predict_linear` is used in a rule. */
interface Rule {
  readonly windowHours: number;
  /** It has to hold for so long. */
  readonly forHours: number;
  /** Of a disk no more than this share may be left; 1 where the rule does not ask. */
  readonly mostLeft: number;
}

const hourMs = 3_600_000;

/** With nothing but a window. */
export function predictLinear(windowHours: number): Method {
  return byRule(`predict_linear, ${windowHours} h`, { windowHours, forHours: 0, mostLeft: 1 });
}

/** As the rule NodeFilesystemSpaceFillingUp of kube-prometheus, severity warning: six hours, a day ahead, less than 40 % left, for one hour. */
export const predictLinearOfKubePrometheus = byRule('predict_linear, 6 h, as in kube-prometheus', {
  windowHours: 6,
  forHours: 1,
  mostLeft: 0.4,
});

function byRule(name: string, rule: Rule): Method {
  return { name, foresee: (history) => Promise.resolve(foreseenBy(rule, history)) };
}

function foreseenBy({ windowHours, forHours, mostLeft }: Rule, history: MadeHistory): Foreseen {
  const { stepMs, startMs } = history.series;
  const values = history.series.values.map((value) => value ?? 0);
  const [window, lasting] = [(windowHours * hourMs) / stepMs, (forHours * hourMs) / stepMs];
  if (leftOf(history) >= mostLeft) return unforeseen;
  for (let ago = 0; ago <= lasting; ago++) {
    const end = values.length - ago;
    const { slope, intercept } = lineThrough(values.slice(end - window - 1, end));
    if (!isReached(history.limit, intercept + slope * horizonSteps)) return unforeseen;
  }
  const { slope, intercept } = lineThrough(values.slice(-window - 1));
  const steps = isReached(history.limit, intercept) ? 0 : (history.limit.value - intercept) / slope;
  return { probability: 1, atMs: startMs + (values.length - 1 + steps) * stepMs };
}

/** The share that is left of a disk now; 0 of anything else. */
function leftOf({ kind, series, bounds }: MadeHistory): number {
  return kind === 'disk' ? (series.values.at(-1) ?? 0) / (bounds.upper ?? Infinity) : 0;
}

/**
 * Simple linear regression as Prometheus does it for `predict_linear`: the intercept is that at the moment of the
 * question, which is the last value here, and a step is the unit of time.
 */
export function lineThrough(values: readonly number[]): { readonly slope: number; readonly intercept: number } {
  const times = values.map((_, index) => index - values.length + 1);
  const n = values.length;
  const [x, y] = [sum(times), sum(values)];
  const covariance = sum(times.map((time, index) => time * (values[index] ?? 0))) - (x * y) / n;
  const variance = sum(times.map((time) => time * time)) - (x * x) / n;
  const slope = covariance / variance;
  return { slope, intercept: y / n - (slope * x) / n };
}

function sum(list: readonly number[]): number {
  return list.reduce((total, value) => total + value, 0);
}
