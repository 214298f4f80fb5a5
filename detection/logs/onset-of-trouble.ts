import type { Evidence } from './evidence/weigh.ts';

/** The part of the incident that failures may come before the most significant one and belong to it. */
const beginning = 0.1;

/** When it began: the first failure of those that came shortly before the most significant one. */
export function onsetOfTrouble(failures: readonly Evidence[], duringMs: number): number {
  const main = failures.reduce((one, other) => (strength(other) > strength(one) ? other : one)).sample.at;
  const times = failures.map(({ sample }) => sample.at);
  return Math.min(...times.filter((at) => at <= main && at >= main - beginning * duringMs));
}

/**
 * How remarkable something new is, 0 to 1: all of it where its rate was tested; else how improbable it is that a kind
 * of line that was never seen came so near the onset, with as many of those as there usually are.
 */
export function newsOf({ change, usualNews }: Evidence, distanceMs: number): number {
  if (change !== null) return 1;
  const chance = -Math.expm1(-2 * usualNews * Math.max(1_000, Math.abs(distanceMs)));
  return Math.min(1, -Math.log10(chance) / 2);
}

/** Counts tell apart what is certain anyway. */
function strength({ significance, during }: Evidence): number {
  return -Math.log10(significance + 1e-300) + during / 1e6;
}
