import type { Labels } from '../../model/alert/alert.ts';
import type { Sample } from '../../model/forecast/sample.ts';
import type { Series } from '../../model/forecast/series.ts';

/** Moments at which there may be a value: whole steps since 1970. */
export interface Grid {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** The whole steps within a span. @throws RangeError where there is none. */
export function gridWithin({ fromMs, toMs, stepMs }: Grid): Grid {
  const grid = {
    fromMs: Math.ceil(fromMs / stepMs) * stepMs,
    toMs: Math.floor(toMs / stepMs) * stepMs,
    stepMs,
  };
  if (!(stepMs >= 1_000 && grid.toMs >= grid.fromMs))
    throw new RangeError('a span has whole steps of at least a second');
  return grid;
}

/** Cuts a grid into pieces of at most so many moments, which do not overlap. */
export function piecesOf({ fromMs, toMs, stepMs }: Grid, moments: number): readonly Grid[] {
  const pieceMs = Math.max(1, Math.floor(moments)) * stepMs;
  const count = Math.floor((toMs - fromMs) / pieceMs) + 1;
  return Array.from({ length: count }, (_, nth) => {
    const begin = fromMs + nth * pieceMs;
    return { fromMs: begin, toMs: Math.min(toMs, begin + pieceMs - stepMs), stepMs };
  });
}

/** Puts together what the pieces of a grid had, by labels; without the time before the first value of each. */
export function joined(
  grid: Grid,
  unit: string | null,
  pieces: readonly { readonly labels: Labels; readonly samples: readonly Sample[] }[],
): readonly Series[] {
  const { fromMs, toMs, stepMs } = grid;
  const length = (toMs - fromMs) / stepMs + 1;
  const byLabels = new Map<string, { readonly labels: Labels; readonly values: (number | null)[] }>();
  for (const { labels, samples } of pieces) {
    const key = JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));
    const found = byLabels.get(key) ?? { labels, values: Array.from<number | null>({ length }).fill(null) };
    byLabels.set(key, found);
    for (const { atMs, value } of samples) {
      const index = Math.round((atMs - fromMs) / stepMs);
      if (index >= 0 && index < length && Number.isFinite(value)) found.values[index] = value;
    }
  }
  return [...byLabels.values()].flatMap(({ labels, values }) => {
    const first = values.findIndex((value) => value !== null);
    if (first < 0) return [];
    return [{ labels, unit, startMs: fromMs + first * stepMs, stepMs, values: values.slice(first) }];
  });
}
