import type { Random } from '../../logs/random.ts';

/** Evenly between two numbers. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}

/** Evenly in its logarithm: as often from 1 to 10 as from 10 to 100. */
export function scaleBetween(random: Random, low: number, high: number): number {
  return Math.exp(between(random, Math.log(low), Math.log(high)));
}

/** Whether something happens that happens with a probability. */
export function happens(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** Noise that lasts a while: an autoregression of normal numbers with the standard deviation `size`. */
export function lastingNoise(random: Random, count: number, size: number, memory: number): Float64Array {
  const fresh = size * Math.sqrt(1 - memory ** 2);
  let value = size * normal(random);
  return Float64Array.from({ length: count }, () => (value = memory * value + fresh * normal(random)));
}

/** By G. E. P. Box and M. E. Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
