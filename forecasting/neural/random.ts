/** Numbers from 0 up to but without 1 that look like chance and are the same for the same seed. */
export type Random = () => number;

/** A 32-bit linear congruential generator whose output is mixed (the finalizer of MurmurHash3). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** So many of a list, each at most once, in any order. */
export function drawn(from: readonly number[], count: number, random: Random): readonly number[] {
  const left = [...from];
  for (let at = left.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [left[at], left[other]] = [left[other] ?? 0, left[at] ?? 0];
  }
  return left.slice(0, count);
}
