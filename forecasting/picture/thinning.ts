/** A value at a time; null is a gap. */
export interface Point {
  readonly atMs: number;
  readonly value: number | null;
}

/**
 * As many points as can be seen: of each stretch the lowest and the highest stay, in their order, so that no spike is
 * lost. A stretch without any value stays a gap.
 */
export function thinned(points: readonly Point[], maxPoints: number): readonly Point[] {
  if (points.length <= maxPoints) return points;
  const stretch = Math.ceil((2 * points.length) / maxPoints);
  const count = Math.ceil(points.length / stretch);
  return Array.from({ length: count }, (_, nth) => extremesOf(points, nth * stretch, stretch)).flat();
}

function extremesOf(points: readonly Point[], from: number, length: number): readonly Point[] {
  const within = points.slice(from, from + length);
  const [first] = within;
  let [low, high]: (Point | undefined)[] = [undefined, undefined];
  for (const point of within) {
    if (point.value === null) continue;
    if (point.value < (low?.value ?? Infinity)) low = point;
    if (point.value > (high?.value ?? -Infinity)) high = point;
  }
  if (!low || !high) return first ? [first] : [];
  if (low === high) return [low];
  return low.atMs < high.atMs ? [low, high] : [high, low];
}
