import { day, horizon } from './data/task.ts';
import { meanOf } from './measures.ts';

/** The same hour of the day before. */
export function seasonalNaive(history: readonly number[]): readonly number[] {
  return Array.from({ length: horizon }, (_, step) => history[history.length - day + (step % day)] ?? NaN);
}

/**
 * Naive2 of the M4 competition: the last value, of a history whose daily season was divided out by the classical
 * multiplicative decomposition where its autocorrelation tells it from chance in nine cases of ten.
 */
export function naive2(history: readonly number[]): readonly number[] {
  const { length } = history;
  const last = history.at(-1) ?? NaN;
  if (!isSeasonal(history) || Math.min(...history) <= 0) return Array<number>(horizon).fill(last);
  const ratios = Array.from({ length: day }, (): number[] => []);
  for (let index = day / 2; index + day / 2 < length; index++) {
    const around = history.slice(index - day / 2, index + day / 2 + 1);
    const ends = ((around[0] ?? 0) + (around.at(-1) ?? 0)) / 2;
    const trend = (around.slice(1, -1).reduce((sum, value) => sum + value, 0) + ends) / day;
    ratios[index % day]?.push((history[index] ?? 0) / trend);
  }
  const effects = ratios.map(meanOf);
  const mean = meanOf(effects);
  const effectAt = (index: number): number => (effects[index % day] ?? NaN) / mean;
  return Array.from({ length: horizon }, (_, step) => (last / effectAt(length - 1)) * effectAt(length + step));
}

function isSeasonal(history: readonly number[]): boolean {
  const mean = meanOf(history);
  const centred = history.map((value) => value - mean);
  const products = (lag: number): number =>
    centred.slice(lag).reduce((sum, value, index) => sum + value * (centred[index] ?? 0), 0);
  const correlations = Array.from({ length: day }, (_, lag) => products(lag + 1) / products(0));
  const before = correlations.slice(0, -1).reduce((sum, value) => sum + value ** 2, 0);
  return Math.abs(correlations.at(-1) ?? 0) > 1.645 * Math.sqrt((1 + 2 * before) / history.length);
}
