import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../../forecasting/calendar/columns.ts';
import type { Grid } from '../../../../forecasting/calendar/grid.ts';
import type { ForecastEvent, Regressor } from '../../../../model/forecast/forecast.ts';
import type { Series } from '../../../../model/forecast/series.ts';

const hourMs = 3_600_000;
const grid: Grid = { startMs: 0, stepMs: hourMs, past: 6, ahead: 3, seasons: [] };

const anEvent = (fromHour: number, toHour: number, name = 'release'): ForecastEvent => ({
  name,
  fromMs: fromHour * hourMs,
  toMs: toHour * hourMs,
});
const aSeries = (values: Series['values'], given: Partial<Series> = {}): Series => ({
  labels: {},
  unit: null,
  startMs: 0,
  stepMs: hourMs,
  values,
  ...given,
});
const aRegressor = (values: Series['values'], given?: Partial<Series>): Regressor => ({
  name: 'visitors',
  series: aSeries(values, given),
});
const valuesOf = (regressor: Regressor, on: Grid = grid): readonly number[] =>
  columnsOf({ events: [], regressors: [regressor] }, on).flatMap(({ past, ahead }) => [...past, ...ahead]);
const plain = (columns: ReturnType<typeof columnsOf>) =>
  columns.map(({ name, past, ahead }) => ({ name, past: [...past], ahead: [...ahead] }));

describe('columns of events', () => {
  it.each([
    { what: 'a whole step', event: anEvent(1, 2), steps: [0, 1, 0, 0, 0, 0] },
    { what: 'a part of two steps', event: anEvent(1.5, 2.1), steps: [0, 1, 1, 0, 0, 0] },
    { what: 'a moment', event: anEvent(3.5, 3.5), steps: [0, 0, 0, 1, 0, 0] },
    { what: 'what began before', event: anEvent(-5, 1), steps: [1, 0, 0, 0, 0, 0] },
  ])('are 1 over $what', ({ event, steps }) => {
    const [column] = columnsOf({ events: [event], regressors: [] }, grid);

    expect([...(column?.past ?? [])]).toEqual(steps);
  });

  it('put events of one name together, also those ahead', () => {
    const events = [anEvent(0, 1), anEvent(7, 8), anEvent(2, 3, 'sale')];

    expect(plain(columnsOf({ events, regressors: [] }, grid))).toEqual([
      { name: 'event release', past: [1, 0, 0, 0, 0, 0], ahead: [0, 1, 0] },
      { name: 'event sale', past: [0, 0, 1, 0, 0, 0], ahead: [0, 0, 0] },
    ]);
  });

  it.each([
    { what: 'ahead only', event: anEvent(7, 8) },
    { what: 'long ago', event: anEvent(-9, -8) },
    { what: 'always', event: anEvent(-1, 20) },
  ])('are none for what was $what: nothing can be learned from it', ({ event }) => {
    expect(columnsOf({ events: [event], regressors: [] }, grid)).toEqual([]);
  });

  it('are at most 32', () => {
    const events = Array.from({ length: 50 }, (_, index) => anEvent(1, 2, `release ${index}`));

    expect(columnsOf({ events, regressors: [] }, grid)).toHaveLength(32);
  });
});

describe('columns of other series', () => {
  it.each([
    { what: 'as they are', regressor: aRegressor([1, 2, 3, 4, 5, 6, 7, 8, 9]), found: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
    {
      what: 'across gaps',
      regressor: aRegressor([1, null, null, 4, 5, 6, 7, 8, 9]),
      found: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    },
    {
      what: 'from before their first value',
      regressor: aRegressor([7, 7, 8], { startMs: 2 * hourMs }),
      found: [7, 7, 7, 7, 8, 8, 8, 8, 8],
    },
    {
      what: 'from shorter steps, by their mean',
      regressor: aRegressor([1, 3, 5, 7, 9, 11], { stepMs: hourMs / 2 }),
      found: [2, 6, 10, 10, 10, 10, 10, 10, 10],
    },
    {
      what: 'from longer steps, which reach over them',
      regressor: aRegressor([1, 2, 3], { stepMs: 3 * hourMs }),
      found: [1, 1, 1, 2, 2, 2, 3, 3, 3],
    },
    {
      what: 'from another start',
      regressor: aRegressor([9, 9, 1, 2, 3, 4, 5, 6], { startMs: -2 * hourMs }),
      found: [1, 2, 3, 4, 5, 6, 6, 6, 6],
    },
  ])('are taken $what', ({ regressor, found }) => {
    expect(valuesOf(regressor)).toEqual(found);
  });

  it('go on as one season ago where nobody knows them ahead', () => {
    const known = aRegressor([1, 2, 5, 1, 2, 6]);

    expect(valuesOf(known, { ...grid, seasons: [3, 5] })).toEqual([1, 2, 5, 1, 2, 6, 1, 2, 6]);
  });

  it('are none without a value on the grid', () => {
    expect(valuesOf(aRegressor([null, null, null]))).toEqual([]);
    expect(valuesOf(aRegressor([1, 2, 3], { startMs: 100 * hourMs }))).toEqual([]);
  });
});
