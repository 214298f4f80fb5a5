import { expect, it, vi } from 'vitest';
import { oncePerRun } from '../../../../clients/series/once-per-run.ts';
import type { FoundSeries, SeriesSource } from '../../../../clients/series/series-source.ts';

const question = { query: { text: 'up' }, fromMs: 0, toMs: 60_000, stepMs: 60_000, maxSeries: 10 };
const found: FoundSeries = { series: [], isPartial: false, notes: [] };

it('asks the same question once, whoever asks it meanwhile or later', async () => {
  const read = vi.fn<SeriesSource<object>['read']>(() => Promise.resolve({ ...found }));
  const source = oncePerRun({ read });

  const [one, other] = await Promise.all([
    source.read(question),
    source.read({ ...question, query: { text: 'up' }, signal: new AbortController().signal }),
  ]);
  const later = await source.read(question);

  expect(read).toHaveBeenCalledOnce();
  expect([other, later]).toEqual([one, one]);
});

it.each([
  ['query', { query: { text: 'down' } }],
  ['span', { toMs: 120_000 }],
  ['step', { stepMs: 30_000 }],
  ['most series', { maxSeries: 11 }],
])('asks again for another %s', async (_what, change) => {
  const read = vi.fn<SeriesSource<object>['read']>(() => Promise.resolve(found));
  const source = oncePerRun({ read });

  await source.read(question);
  await source.read({ ...question, ...change });

  expect(read).toHaveBeenCalledTimes(2);
});

it('asks again for what has failed', async () => {
  const read = vi
    .fn<SeriesSource<object>['read']>()
    .mockRejectedValueOnce(new Error('away'))
    .mockResolvedValueOnce(found);
  const source = oncePerRun({ read });

  await expect(source.read(question)).rejects.toThrow('away');

  expect(await source.read(question)).toBe(found);
});
