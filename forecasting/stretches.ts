import type { Sample } from '../model/forecast/sample.ts';

/** A rise by more than so many usual steps is no noise. */
const stepsOfARefill = 6;
/** Nor is it worth a word below this share of the most that was ever left. */
const shareOfARefill = 0.01;

/**
 * Cuts a series of what is left of something where it was given back, by a clean-up or a larger disk: within each
 * stretch it is only used. The samples are in the order of time.
 */
export function stretchesBetweenRefills(samples: readonly Sample[]): readonly (readonly Sample[])[] {
  const steps = samples.slice(1).map(({ value }, index) => value - (samples[index]?.value ?? value));
  const most = samples.reduce((max, { value }) => Math.max(max, Math.abs(value)), 0);
  const usual = medianOf(steps.map(Math.abs).toSorted((a, b) => a - b));
  const refill = Math.max(stepsOfARefill * usual, shareOfARefill * most);
  const cuts = steps.flatMap((step, index) => (step > refill ? [index + 1] : []));
  const ends = [...cuts, samples.length];
  return ends.map((end, index) => samples.slice(cuts[index - 1] ?? 0, end)).filter(({ length }) => length > 0);
}

/** The middle of sorted values; 0 without any. */
export function medianOf(sorted: readonly number[]): number {
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? 0 : (low + high) / 2;
}
