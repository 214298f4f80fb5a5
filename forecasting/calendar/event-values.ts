import type { ForecastEvent } from '../../model/forecast/forecast.ts';
import type { ColumnValues, Grid } from './grid.ts';

/** 1 at each step that an event lies in, if only for a moment, otherwise 0. */
export function eventValues(events: readonly Omit<ForecastEvent, 'name'>[], grid: Grid): ColumnValues {
  const { startMs, stepMs, past, ahead } = grid;
  const values = new Float64Array(past + ahead);
  for (const { fromMs, toMs } of events) {
    const first = Math.max(0, Math.floor((fromMs - startMs) / stepMs));
    // What ends as it begins still happened.
    const end = Math.max(Math.ceil((toMs - startMs) / stepMs), Math.floor((fromMs - startMs) / stepMs) + 1);
    values.fill(1, first, Math.max(first, Math.min(end, values.length)));
  }
  return { all: values, knownAhead: ahead };
}
