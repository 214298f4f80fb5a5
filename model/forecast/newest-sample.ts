import type { Sample } from './sample.ts';
import type { Series } from './series.ts';

/** The last measurement of a series; null where it has none. */
export function newestSample({ values, startMs, stepMs }: Series): Sample | null {
  const last = values.findLastIndex((value) => value !== null);
  const value = values[last] ?? null;
  return value === null ? null : { atMs: startMs + last * stepMs, value };
}
