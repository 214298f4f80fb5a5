import type { ForecastQuestion } from '../../model/forecast/forecast.ts';
import type { Column } from '../forecaster.ts';
import { eventValues } from './event-values.ts';
import type { ColumnValues, Grid } from './grid.ts';
import { regressorValues } from './regressor-values.ts';

/** More explain a series by chance alone, and take long to fit. */
const mostColumns = 32;

/**
 * What explains a series, on its own grid: a column for the events of each name, then one for each regressor. A column
 * that is the same at every step of the past is left out, since nothing could be learned from it. Beyond
 * {@link mostColumns} the later ones are left out.
 */
export function columnsOf(
  { events, regressors }: Pick<ForecastQuestion, 'events' | 'regressors'>,
  grid: Grid,
): readonly Column[] {
  const ofEvents = Map.groupBy(events, ({ name }) => name);
  const named = [
    ...[...ofEvents].map(([name, those]) => ({ name: `event ${name}`, values: eventValues(those, grid) })),
    ...regressors.map(({ name, series }) => ({ name: `series ${name}`, values: regressorValues(series, grid) })),
  ];
  return named.flatMap(({ name, values }) => columnsFrom(name, values, grid)).slice(0, mostColumns);
}

function columnsFrom(name: string, values: ColumnValues | null, { past: length }: Grid): readonly Column[] {
  if (!values) return [];
  const { all, knownAhead } = values;
  const past = all.subarray(0, length);
  return past.some((value) => value !== past[0]) ? [{ name, past, ahead: all.subarray(length), knownAhead }] : [];
}
