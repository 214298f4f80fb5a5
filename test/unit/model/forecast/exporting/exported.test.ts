import { expect, it } from 'vitest';
import { exportedValues } from '../../../../../model/forecast/exporting/exported.ts';
import { seriesName } from '../../../../../model/forecast/exporting/series-name.ts';
import { aForecast, anExportedForecast } from '../../../../support/forecast/builders.ts';

const hour = 3_600_000;
const start = aForecast().startMs;

const valuesOf = (atMs: number, overrides = {}): Readonly<Record<string, number>> =>
  Object.fromEntries(
    exportedValues(anExportedForecast(overrides), atMs)
      .filter(({ labels }) => labels['bound'] === 'expected')
      .map(({ labels, value }) => [labels['ahead'] ?? '', value]),
  );

it.each([
  ['at the first step', start, { '1h': 82.25, '6h': 83.5, '24h': 88 }],
  ['between two steps', start + hour / 2, { '1h': 82.375, '6h': 83.625, '24h': 88.125 }],
  ['before the first step', start - 2 * hour, { '6h': 83, '24h': 87.5 }],
  ['near the end', start + 23 * hour, { '1h': 88, '6h': 89.25, '24h': 93.75 }],
])('says %s what is expected so far ahead, and nothing beyond the horizon', (_when, atMs, expected) => {
  expect(valuesOf(atMs)).toEqual(expected);
});

it('keeps quiet once it is stale', () => {
  expect(exportedValues(anExportedForecast({ staleAtMs: start }), start)).toEqual([]);
});

it('tells of limits, and of crossings where there are any', () => {
  const limits = [{ limit: { direction: 'below' as const, value: 5 }, crossing: null }];

  const metrics = exportedValues(anExportedForecast({ limits }), start).filter(({ labels }) => labels['direction']);

  expect(metrics.map(({ metric, labels, value }) => [metric, labels['direction'], value])).toEqual([
    ['nightshift_forecast_limit_value', 'below', 5],
    ['nightshift_forecast_crossing_probability', 'below', 0],
  ]);
});

it.each([
  ['its labels in order, without the metric', { job: 'node', __name__: 'up', instance: 'a' }, /^instance=a,job=node$/],
  ['a dash without any', {}, /^-$/],
  ['a hash where it was cut', { path: 'x'.repeat(300) }, /^path=x{114}…~[0-9a-f]{8}$/],
  ['a hash where a secret was', { token: 'hunter2-is-secret' }, /^token=\[secret\]~[0-9a-f]{8}$/],
])('calls a series by %s', (_what, labels, name) => {
  expect(seriesName(labels)).toMatch(name);
});
