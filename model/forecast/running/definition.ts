import type { Labels } from '../../alert/alert.ts';
import type { ForecasterName } from '../../names.ts';
import type { Limit } from '../crossing.ts';
import type { ForecastEvent } from '../forecast.ts';
import type { PredictionTerms } from '../prediction.ts';
import type { SeriesQuery } from '../series-query.ts';

/** A number, or a query that has one for each series: of the answers the one whose labels agree. */
export type Amount =
  { readonly kind: 'number'; readonly value: number } | { readonly kind: 'query'; readonly query: SeriesQuery };

/** What a quantity should not reach, before it is known for a series. */
export interface LimitDefinition {
  readonly direction: Limit['direction'];
  readonly amount: Amount;
}

/** Where the holidays are those that count. */
export interface ForecastCalendar {
  /** As ISO 3166-1 has it, such as `DE`. */
  readonly country: string;
  /** A part of it, such as `BY`; null for the country as a whole. */
  readonly region: string | null;
  /** An IANA time zone, in which days begin. */
  readonly timeZone: string;
}

/** A quantity that is forecast again and again, with everything that operators say of it. */
export interface ForecastDefinition {
  readonly name: string;
  readonly source: SeriesQuery;
  readonly unit: string | null;
  /** How far ahead, and how far back. */
  readonly horizonMs: number;
  readonly historyMs: number;
  /** How often. */
  readonly everyMs: number;
  readonly stepMs: number;
  /** Lengths of seasons, ascending; `auto` finds them in each series. */
  readonly seasonsMs: 'auto' | readonly number[];
  readonly model: ForecasterName;
  readonly bounds: { readonly lower: Amount | null; readonly upper: Amount | null };
  readonly limits: readonly LimitDefinition[];
  readonly terms: PredictionTerms;
  readonly calendar: ForecastCalendar | null;
  /** At dates that are known. */
  readonly events: readonly ForecastEvent[];
  /** Each is under way while its query has a value above 0. */
  readonly eventQueries: readonly { readonly name: string; readonly query: SeriesQuery }[];
  readonly regressors: readonly { readonly name: string; readonly query: SeriesQuery }[];
  /** A query with more series than this is refused as a whole. */
  readonly maxSeries: number;
}

/** What an alert about a series would be labelled with: the name of a metric is no label of an alert. */
export function alertLabels(
  series: Labels,
  { alertname, labels }: Pick<PredictionTerms, 'alertname' | 'labels'>,
): Labels {
  const { __name__: _metric, ...own } = series;
  return { ...own, ...labels, alertname };
}
