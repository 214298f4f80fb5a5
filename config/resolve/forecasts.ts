import type { Amount, ForecastDefinition, LimitDefinition } from '../../model/forecast/running/definition.ts';
import type { PredictionTerms } from '../../model/forecast/prediction.ts';
import { resolutionFor } from '../../model/forecast/resolution.ts';
import type { ElasticsearchMeasure, SeriesQuery } from '../../model/forecast/series-query.ts';
import { weekdays } from '../../model/standing/maintenance.ts';
import type { ConfigFile } from '../schema/config-file.ts';

type Settings = ConfigFile['forecasts'][number];
type AmountSettings = NonNullable<Settings['bounds']['lower']>;
type DocumentSettings = NonNullable<Settings['elasticsearch']>;

interface SourceSettings extends Pick<Settings, 'query' | 'elasticsearch'> {
  readonly counters?: Settings['counters'];
  readonly unit?: string | undefined;
}

/** Nobody is woken for what is days away, unless the file says so. */
const daytime = { days: weekdays, from: '08:00', to: '20:00' };

/** Turns what the file says of a forecast into what the processes use. */
export function forecastOf(settings: Settings): ForecastDefinition {
  const { name, unit, horizon, every, season, model, bounds, calendar, events, regressors } = settings;
  const automatic = resolutionFor(horizon);
  return {
    name,
    source: queryOf(settings),
    unit: unit ?? null,
    horizonMs: horizon,
    historyMs: settings.history === 'auto' ? automatic.historyMs : settings.history,
    everyMs: every,
    stepMs: settings.step === 'auto' ? automatic.stepMs : settings.step,
    seasonsMs: season === 'auto' ? season : season.toSorted((a, b) => a - b),
    model,
    bounds: {
      lower: bounds.lower === undefined ? null : amountOf(bounds.lower),
      upper: bounds.upper === undefined ? null : amountOf(bounds.upper),
    },
    limits: limitsOf(settings),
    terms: termsOf(settings),
    calendar: calendar ? { ...calendar, region: calendar.region ?? null } : null,
    events: events.flatMap((event) => (event.dates ?? []).map(({ from, to }) => datesOf(event.name, from, to))),
    eventQueries: events.filter(({ dates }) => !dates).map(namedQueryOf),
    regressors: regressors.map(namedQueryOf),
    maxSeries: settings.maxSeries,
  };
}

function termsOf({
  confidence,
  leadTime,
  hours,
  calendar,
  recedesAfter,
  alert,
  owner,
  runbook,
}: Settings): PredictionTerms {
  return {
    confidence,
    leastLeadMs: leadTime.least,
    urgentWithinMs: leadTime.urgent,
    hours: { kind: 'weekly', ...(hours ?? { ...daytime, timeZone: calendar?.timeZone ?? 'UTC' }) },
    recedesAfter,
    alertname: alert.name,
    labels: alert.labels,
    annotations: alert.annotations,
    owner: owner ?? null,
    runbook: runbook ?? null,
  };
}

function limitsOf({ limits }: Settings): readonly LimitDefinition[] {
  return (['above', 'below'] as const).flatMap((direction) => {
    const amount = limits[direction];
    return amount === undefined ? [] : [{ direction, amount: amountOf(amount) }];
  });
}

function amountOf(amount: AmountSettings): Amount {
  if (typeof amount === 'number') return { kind: 'number', value: amount };
  return { kind: 'query', query: queryOf({ ...amount, counters: 'raw' }) };
}

function datesOf(name: string, from: string, to: string): ForecastDefinition['events'][number] {
  return { name, fromMs: Date.parse(from), toMs: Date.parse(to) };
}

function namedQueryOf(named: SourceSettings & { readonly name: string }) {
  return { name: named.name, query: queryOf(named) };
}

function queryOf({ query, elasticsearch, counters = 'rate', ...rest }: SourceSettings): SeriesQuery {
  const unit = rest.unit ?? null;
  if (query !== undefined) return { kind: 'prometheus', query, counters, unit };
  // The schema demands one of the two.
  if (!elasticsearch) throw new TypeError('a forecast has no source');
  const { index, timeField } = elasticsearch;
  return {
    kind: 'elasticsearch',
    index,
    query: elasticsearch.query ?? null,
    timeField,
    measure: measureOf(elasticsearch),
    splitBy: elasticsearch.splitBy ?? null,
    unit,
  };
}

function measureOf({ aggregation, field, percent }: DocumentSettings): ElasticsearchMeasure {
  if (aggregation === 'count') return { kind: aggregation };
  // The schema demands both where they are needed.
  if (field === undefined) throw new TypeError('a measure has no field');
  if (aggregation === 'percentile') return { kind: aggregation, field, percent: percent ?? 50 };
  return { kind: aggregation, field };
}
