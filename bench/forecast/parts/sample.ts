import { randomOf } from '../../logs/random.ts';

/** So many of a list in its own order, drawn by a seed; all where no number is given. */
export function sampleOf<T>(all: readonly T[], count: number | undefined, seed: number): readonly T[] {
  if (count === undefined || count >= all.length) return all;
  const { next } = randomOf(seed);
  const drawn = all.map((_, index) => ({ index, lot: next() })).toSorted((a, b) => a.lot - b.lot);
  const chosen = new Set(drawn.slice(0, count).map(({ index }) => index));
  return all.filter((_, index) => chosen.has(index));
}
