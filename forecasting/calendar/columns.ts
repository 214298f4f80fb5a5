import type { ForecastEvent, ForecastQuestion, Regressor } from '../../model/forecast/forecast.ts';
import type { Column } from '../forecaster.ts';
import { filledByLines } from '../history/fill-gaps.ts';

/** The steps of a history and those ahead of it. */
interface Grid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly past: number;
  readonly ahead: number;
  readonly seasons: readonly number[];
}

/** What explains a series, on its own grid: a column for each name of an event, and one for each regressor. */
export function columnsOf(
  { events, regressors }: Pick<ForecastQuestion, 'events' | 'regressors'>,
  grid: Grid,
): readonly Column[] {
  const named = [...Map.groupBy(events, ({ name }) => name)];
  return [
    ...named.map(([name, those]) => eventColumn(name, those, grid)),
    ...regressors.flatMap((regressor) => regressorColumn(regressor, grid)),
  ];
}

/** 1 at each step of which a part lies within the event. */
function eventColumn(name: string, events: readonly ForecastEvent[], { startMs, stepMs, past, ahead }: Grid): Column {
  const all = new Float64Array(past + ahead);
  for (const { fromMs, toMs } of events) {
    const first = Math.max(0, Math.floor((fromMs - startMs) / stepMs));
    all.fill(1, first, Math.max(first, Math.ceil((toMs - startMs) / stepMs)));
  }
  return { name, past: all.subarray(0, past), ahead: all.subarray(past) };
}

/** Its value at each step, the last one known where it has another step of its own; none where it has no values here. */
function regressorColumn({ name, series }: Regressor, grid: Grid): readonly Column[] {
  const all = Array.from({ length: grid.past + grid.ahead }, (_, step) => {
    const at = Math.floor((grid.startMs + step * grid.stepMs - series.startMs) / series.stepMs);
    return series.values[at] ?? null;
  });
  const last = all.findLastIndex((value) => value !== null);
  if (last < 0) return [];
  const filled = filledByLines(all);
  const knownAhead = Math.max(0, last + 1 - grid.past);
  return [{ name, past: filled.subarray(0, grid.past), ahead: filled.subarray(grid.past), knownAhead }];
}
