import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';
import { weekdays } from '../../../model/standing/maintenance.ts';

const hours = 60 * 60_000;
const days = 24 * hours;

const prometheus = { url: 'http://127.0.0.1:9090' };
const minimal = { name: 'load', query: 'node_load1' };

function parsed(forecasts: readonly object[], rest: object = { prometheus }) {
  return parseConfig(JSON.stringify({ ...rest, forecasts }), 'test.yaml', {}).forecasts;
}

function mistakesIn(forecasts: readonly object[], rest?: object): readonly string[] {
  try {
    parsed(forecasts, rest);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => `${path.replace(/^forecasts\.0\./, '')}: ${message}`);
  }
}

describe('a forecast', () => {
  it('needs a name and a query', () => {
    expect(parsed([minimal])).toEqual([
      {
        name: 'load',
        source: { kind: 'prometheus', query: 'node_load1', counters: 'rate', unit: null },
        unit: null,
        horizonMs: 4 * days,
        historyMs: 21 * days,
        everyMs: 1 * hours,
        stepMs: 1 * hours,
        seasonsMs: 'auto',
        model: 'ensemble',
        bounds: { lower: null, upper: null },
        limits: [],
        terms: {
          confidence: 0.8,
          leastLeadMs: 0.5 * hours,
          urgentWithinMs: 12 * hours,
          hours: { kind: 'weekly', days: weekdays, from: '08:00', to: '20:00', timeZone: 'UTC' },
          recedesAfter: 3,
          alertname: 'LimitPredicted',
          labels: {},
          annotations: {},
          owner: null,
          runbook: null,
        },
        calendar: null,
        events: [],
        eventQueries: [],
        regressors: [],
        maxSeries: 500,
      },
    ]);
  });

  it('is read with everything that may be said of it', () => {
    const [forecast] = parsed([
      {
        ...minimal,
        counters: 'raw',
        unit: 'percent',
        history: '56d',
        step: '30m',
        season: ['7d', '1d'],
        model: 'prophet',
        bounds: { lower: 0, upper: { query: 'size' } },
        limits: { above: { query: '0.9 * size' }, below: 1 },
        hours: { days: ['mon'], from: '09:00', to: '17:00', timeZone: 'Europe/Berlin' },
        alert: { name: 'Full', labels: { severity: 'warning' }, annotations: { dashboard: 'd' } },
        owner: 'storage',
        runbook: 'disk-cleanup',
        calendar: { country: 'DE', timeZone: 'Europe/Berlin' },
        events: [
          { name: 'sale', dates: [{ from: '2026-11-27T00:00:00Z', to: '2026-11-28T00:00:00Z' }] },
          { name: 'deployment', query: 'changes(x[5m])' },
        ],
        regressors: [{ name: 'visitors', query: 'visitors' }],
      },
    ]);

    const raw = { kind: 'prometheus', counters: 'raw', unit: null };
    expect(forecast).toMatchObject({
      source: { ...raw, query: 'node_load1', unit: 'percent' },
      historyMs: 56 * days,
      stepMs: 0.5 * hours,
      seasonsMs: [1 * days, 7 * days],
      bounds: { lower: { kind: 'number', value: 0 }, upper: { kind: 'query', query: { ...raw, query: 'size' } } },
      limits: [
        { direction: 'above', amount: { kind: 'query', query: { ...raw, query: '0.9 * size' } } },
        { direction: 'below', amount: { kind: 'number', value: 1 } },
      ],
      terms: {
        hours: { kind: 'weekly', days: ['mon'], from: '09:00', to: '17:00', timeZone: 'Europe/Berlin' },
        alertname: 'Full',
        labels: { severity: 'warning' },
        annotations: { dashboard: 'd' },
        owner: 'storage',
        runbook: 'disk-cleanup',
      },
      calendar: { country: 'DE', region: null, timeZone: 'Europe/Berlin' },
      events: [{ name: 'sale', fromMs: Date.UTC(2026, 10, 27), toMs: Date.UTC(2026, 10, 28) }],
      eventQueries: [{ name: 'deployment', query: { query: 'changes(x[5m])', counters: 'rate' } }],
      regressors: [{ name: 'visitors', query: { query: 'visitors' } }],
    });
  });

  it.each([
    [{ aggregation: 'count' }, { kind: 'count' }],
    [{ field: 'took' }, { kind: 'avg', field: 'took' }],
    [
      { aggregation: 'percentile', field: 'took', percent: 99 },
      { kind: 'percentile', field: 'took', percent: 99 },
    ],
  ])('may ask Elasticsearch for %j', (documents, measure) => {
    const elasticsearch = { index: 'orders-*', splitBy: 'shop', ...documents };
    const rest = { elasticsearch: { nodes: ['http://127.0.0.1:9200'], logs: [{ index: 'logs' }] } };

    const [forecast] = parsed([{ name: 'orders', elasticsearch }], rest);

    expect(forecast?.source).toEqual({
      kind: 'elasticsearch',
      index: 'orders-*',
      query: null,
      timeField: '@timestamp',
      measure,
      splitBy: 'shop',
      unit: null,
    });
  });

  it.each([
    [{ name: 'a b' }, 'name: write letters, digits and . _ - only'],
    [{ query: undefined }, '0: say where its values come from: query or elasticsearch, one of the two'],
    [{ model: 'crystal-ball' }, 'model: Invalid option: expected one of "arima"'],
    [{ runbook: 'pray' }, 'runbook: Invalid option: expected one of "autoscaler-maxed-out"'],
    [
      { hours: { days: ['mon'], from: '09:00', to: '17:00', timeZone: 'Mars' } },
      'hours.timeZone: there is no such time',
    ],
    [{ horizon: '5d', history: '2d' }, 'history: look back at least as far as ahead'],
    [{ horizon: '1h', step: '2h' }, 'step: must not be longer than the horizon'],
    [{ horizon: '90d', step: '1h' }, 'step: the horizon has more than 1000 of these steps: make them longer'],
    [{ horizon: '1h', step: '10s', history: '30d' }, 'history: has more than 20000 steps: look less far back'],
    [{ season: ['20d'] }, 'season.0: must be at least twice in the history'],
    [{ leadTime: { least: '2h', urgent: '1h' } }, 'leadTime.urgent: must not be less than leadTime.least'],
    [{ horizon: '1h', leadTime: { least: '1h' } }, 'leadTime.least: must be less than the horizon'],
    [{ bounds: { lower: 1, upper: 1 } }, 'bounds.upper: must be above bounds.lower'],
    [{ bounds: { upper: 100 }, limits: { above: 101 } }, 'limits.above: lies outside of the bounds'],
    [{ bounds: { lower: 0 }, limits: { below: -1 } }, 'limits.below: lies outside of the bounds'],
    [{ limits: { above: 1, below: 2 } }, 'limits.above: must be above limits.below'],
    [{ limits: { above: 'much' } }, 'limits.above: write a number, or a query that has one for each series'],
    [{ events: [{ name: 'sale' }] }, 'events.0: say when it is: dates, query or elasticsearch, one of the three'],
    [
      {
        regressors: [
          { name: 'a', query: 'x' },
          { name: 'a', query: 'y' },
        ],
      },
      'regressors.1.name: a is there twice',
    ],
    [{ regressors: [{ name: 'a' }] }, 'regressors.0: say where its values come from'],
    [{ confidence: 2 }, 'confidence: Too big'],
    [{ treshold: 1 }, 'treshold: there is no such setting'],
  ])('is refused with %j', (change, message) => {
    const mistakes = mistakesIn([{ ...minimal, ...change }]);

    expect(mistakes).toEqual([expect.stringContaining(message)]);
  });

  it('is refused where another one has its name', () => {
    expect(mistakesIn([minimal, minimal])).toEqual(['forecasts.1.name: the forecast load is described twice']);
  });

  it('is refused, wherever it asks somebody who is not described', () => {
    const forecast = {
      ...minimal,
      limits: { above: { query: 'size' } },
      regressors: [{ name: 'orders', elasticsearch: { index: 'orders', aggregation: 'count' } }],
    };

    expect(mistakesIn([forecast], {})).toEqual([
      'query: nobody answers this: describe prometheus',
      'limits.above.query: nobody answers this: describe prometheus',
      'regressors.0.elasticsearch: nobody answers this: describe elasticsearch',
    ]);
  });
});
