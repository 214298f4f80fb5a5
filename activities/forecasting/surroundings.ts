import type { Labels } from '../../model/alert/alert.ts';
import { agreeing } from '../../model/forecast/running/agreeing.ts';
import type { Limit } from '../../model/forecast/crossing.ts';
import type { Amount, ForecastDefinition } from '../../model/forecast/running/definition.ts';
import type { ForecastEvent, ForecastQuestion } from '../../model/forecast/forecast.ts';
import type { Bounds, Series } from '../../model/forecast/series.ts';
import { failure } from '../contracts/failure.ts';
import type { ForecastDependencies } from './dependencies.ts';
import type { RunTimes, SeriesReader } from './reading.ts';

/** What is around a series: what it cannot leave, what it should not reach, and what explains it. */
export interface Surroundings extends Pick<ForecastQuestion, 'events' | 'regressors'> {
  readonly bounds: Bounds;
  readonly limits: readonly Limit[];
}

/** Reads what is around the series of a forecast, once for all of them. */
export async function surroundingsOf(
  definition: ForecastDefinition,
  madeAtMs: number,
  times: RunTimes,
  { reader, holidaysOf }: { readonly reader: SeriesReader } & Pick<ForecastDependencies, 'holidaysOf'>,
): Promise<(labels: Labels) => Surroundings> {
  const { bounds, limits, calendar, horizonMs } = definition;
  const amountOf = async (amount: Amount | null): Promise<(labels: Labels) => number | null> => {
    if (amount?.kind !== 'query') return () => amount?.value ?? null;
    const series = await reader.recent(amount.query, definition, madeAtMs);
    return (labels) => lastOf(agreeing(labels, series));
  };
  const pastOf = async ({ name, query }: ForecastDefinition['regressors'][number]) => ({
    name,
    candidates: await reader.past(query, definition, times),
  });
  const [lower, upper, amounts, happenings, regressors] = await Promise.all([
    amountOf(bounds.lower),
    amountOf(bounds.upper),
    Promise.all(limits.map(({ amount }) => amountOf(amount))),
    Promise.all(definition.eventQueries.map(pastOf)),
    Promise.all(definition.regressors.map(pastOf)),
  ]);
  const holidays = calendar ? await holidaysIn(holidaysOf(calendar, times.fromMs, times.toMs + horizonMs)) : [];

  return (labels) => ({
    bounds: { lower: lower(labels), upper: upper(labels) },
    limits: limits.flatMap(({ direction }, index) => {
      const value = amounts[index]?.(labels) ?? null;
      return value === null ? [] : [{ direction, value }];
    }),
    events: [
      ...holidays,
      ...definition.events,
      ...happenings.flatMap(({ name, candidates }) => eventsIn(name, agreeing(labels, candidates))),
    ],
    regressors: regressors.flatMap(({ name, candidates }) => {
      const series = agreeing(labels, candidates);
      return series ? [{ name, series }] : [];
    }),
  });
}

async function holidaysIn(asked: Promise<readonly ForecastEvent[]>): Promise<readonly ForecastEvent[]> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw failure('SeriesRefused', `${error.message}: correct the calendar of the forecast`);
  }
}

/** The newest value there is. */
function lastOf(series: Series | undefined): number | null {
  return series?.values.findLast((value) => value !== null) ?? null;
}

/** An event is under way while the value is above 0. */
function eventsIn(name: string, series: Series | undefined): readonly ForecastEvent[] {
  if (!series) return [];
  const { values, startMs, stepMs } = series;
  const events: ForecastEvent[] = [];
  for (const [index, value] of values.entries()) {
    if (value === null || value <= 0) continue;
    const fromMs = startMs + index * stepMs;
    const before = events.at(-1);
    const isSame = before?.toMs === fromMs;
    if (isSame) events.pop();
    events.push({ name, fromMs: isSame ? before.fromMs : fromMs, toMs: fromMs + stepMs });
  }
  return events;
}
