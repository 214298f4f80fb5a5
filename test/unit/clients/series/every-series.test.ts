import { expect, it, vi } from 'vitest';
import { everySeries } from '../../../../clients/series/every-series.ts';
import type { FoundSeries } from '../../../../clients/series/series-source.ts';
import type { SeriesQuery } from '../../../../model/forecast/series-query.ts';

const span = { fromMs: 0, toMs: 60_000, stepMs: 60_000, maxSeries: 10 };
const queries: readonly SeriesQuery[] = [
  { kind: 'prometheus', query: 'up', counters: 'rate', unit: null },
  {
    kind: 'elasticsearch',
    index: 'logs',
    query: null,
    timeField: '@timestamp',
    measure: { kind: 'count' },
    splitBy: null,
    unit: null,
  },
];

it.each(queries)('asks the source of a query of $kind', async (query) => {
  const found: FoundSeries = { series: [], isPartial: false, notes: [] };
  const own = { read: vi.fn<() => Promise<FoundSeries>>(() => Promise.resolve(found)) };
  const other = { read: vi.fn<() => Promise<FoundSeries>>() };
  const source = everySeries({ prometheus: other, elasticsearch: other, [query.kind]: own });

  expect(await source.read({ query, ...span })).toBe(found);

  expect(own.read).toHaveBeenCalledExactlyOnceWith({ query, ...span });
  expect(other.read).not.toHaveBeenCalled();
});

it.each(queries)('refuses a query of $kind where nothing is described for it', async (query) => {
  const source = everySeries({ prometheus: null, elasticsearch: null });

  await expect(source.read({ query, ...span })).rejects.toMatchObject({
    kind: 'refused',
    message: `nothing is described under ${query.kind} in the configuration`,
  });
});
