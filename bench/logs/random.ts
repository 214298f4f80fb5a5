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

/** A 32-bit linear congruential generator whose output is mixed (the finalizer of MurmurHash3): good enough to make texts. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
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
