import { randomOf as randomNumbersOf } from '../../forecasting/neural/random.ts';

/** Numbers that look like chance and are the same for the same seed. */
export interface Random {
  /** From 0 up to but without 1. */
  readonly next: () => number;
  readonly upTo: (limit: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly hex: (length: number) => string;
  /** How often something happens that happens so often on average. */
  readonly poisson: (mean: number) => number;
}

/** Good enough to make texts. */
export function randomOf(seed: number): Random {
  const next = randomNumbersOf(seed);
  const upTo = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[upTo(from.length)];
    if (picked === undefined) throw new Error('there is nothing to pick from');
    return picked;
  };
  const hex = (length: number): string => Array.from({ length }, () => upTo(16).toString(16)).join('');
  const poisson = (mean: number): number => {
    let [count, passed] = [0, -Math.log(1 - next())];
    for (; passed < mean; count++) passed -= Math.log(1 - next());
    return count;
  };
  return { next, upTo, pick, hex, poisson };
}
