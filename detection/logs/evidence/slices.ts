import type { LogLine } from '../../../model/logs/log-line.ts';

const slices = 10;

/** How many lines came in each of ten equal parts of a time, to see how unsteady they are. */
export function slicesOf(lines: readonly LogLine[], [from, to]: readonly [number, number]): readonly number[] {
  const counts = Array.from({ length: slices }, () => 0);
  for (const { at } of lines) {
    const slice = Math.min(slices - 1, Math.floor(((at - from) / Math.max(1, to - from)) * slices));
    counts[slice] = (counts[slice] ?? 0) + 1;
  }
  return counts;
}
