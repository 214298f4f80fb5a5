import type { ForecastDefinition } from '../../../model/forecast/running/definition.ts';
import type { Series } from '../../../model/forecast/series.ts';

const minutes = 60_000;
const hours = 60 * minutes;

/** The moment at which the forecasts of tests are made. */
export const madeAtMs = Date.UTC(2026, 0, 15, 12);

/** A forecast of file systems that looks four hours ahead. */
export function aForecastDefinition(change: Partial<ForecastDefinition> = {}): ForecastDefinition {
  return {
    name: 'disks',
    source: { kind: 'prometheus', query: 'avail', counters: 'rate', unit: 'bytes' },
    unit: 'bytes',
    horizonMs: 4 * hours,
    historyMs: 24 * hours,
    everyMs: 1 * hours,
    stepMs: 1 * hours,
    seasonsMs: 'auto',
    model: 'ensemble',
    bounds: { lower: null, upper: null },
    limits: [{ direction: 'below', amount: { kind: 'number', value: 10 } }],
    terms: {
      confidence: 0.8,
      leastLeadMs: 30 * minutes,
      urgentWithinMs: 12 * hours,
      hours: null,
      recedesAfter: 3,
      alertname: 'DiskFullPredicted',
      labels: { severity: 'warning' },
      owner: null,
      runbook: null,
    },
    calendar: null,
    events: [],
    eventQueries: [],
    regressors: [],
    maxSeries: 500,
    ...change,
  };
}

/** What a source has of one host: an hour a value, the last one an hour before the forecast is made unless given. */
export function aHistory(instance: string, values: readonly (number | null)[], endMs = madeAtMs): Series {
  return {
    labels: { __name__: 'avail', instance },
    unit: 'bytes',
    startMs: endMs - (values.length - 1) * hours,
    stepMs: hours,
    values,
  };
}
