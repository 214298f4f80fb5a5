/** Values with their gaps filled by the straight line between their neighbours; at the ends by the nearest one. */
export function filledByLines(values: readonly (number | null)[]): Float64Array {
  const filled = new Float64Array(values.length);
  let before = -1;
  for (let at = 0; at <= values.length; at++) {
    const value = values[at];
    if (at < values.length && typeof value !== 'number') continue;
    const [from, to] = [values[before] ?? value ?? 0, value ?? values[before] ?? 0];
    for (let gap = before + 1; gap < at; gap++) {
      const share = (gap - before) / (at - before);
      filled[gap] = from * (1 - share) + to * share;
    }
    if (at < values.length) filled[at] = to;
    before = at;
  }
  return filled;
}

/** Gaps of more steps are filled from seasons; across one or two a line is as good. */
const longestLine = 2;

/**
 * Values with their gaps filled: short ones by a line, others by what was there a season before and after, as far as
 * that was measured.
 */
export function filledBySeason(values: readonly (number | null)[], season: number | null): Float64Array {
  const filled = filledByLines(values);
  if (season === null) return filled;
  const lines = filled.slice();
  for (const { from, to } of gapsOf(values)) {
    if (to - from <= longestLine) continue;
    for (let at = from; at < to; at++) {
      const near = [at - season, at + season].flatMap((then) => {
        const value = values[then];
        // What the season adds to the line across the same stretch of it, so that a change of level stays.
        return typeof value === 'number' ? [value - lineAt(lines, from - 1 + then - at, to + then - at, then)] : [];
      });
      const added = near.reduce((sum, value) => sum + value / near.length, 0);
      filled[at] = (lines[at] ?? 0) + added;
    }
  }
  return filled;
}

/** Stretches without a value, by the first place and the one after the last. */
function gapsOf(values: readonly (number | null)[]): readonly { readonly from: number; readonly to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  for (const [at, value] of values.entries()) {
    if (value !== null) continue;
    const open = gaps.at(-1);
    if (open?.to === at) open.to = at + 1;
    else gaps.push({ from: at, to: at + 1 });
  }
  return gaps;
}

/** The straight line from one place to another, both held within the values. */
function lineAt(values: Float64Array, from: number, to: number, at: number): number {
  const start = values[Math.max(0, from)] ?? 0;
  const end = values[Math.min(values.length - 1, to)] ?? start;
  const share = to > from ? (at - from) / (to - from) : 0;
  return start * (1 - share) + end * share;
}
