import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createForecastFiles } from '../../../../clients/forecasts/forecast-files.ts';
import { ForecastStoreError } from '../../../../clients/forecasts/forecast-store.ts';
import type { KeptForecast } from '../../../../clients/forecasts/forecast-store.ts';
import { aScratchFile, aScratchFolder } from '../../../support/scratch.ts';

const hour = 3_600_000;
const name = { forecast: 'disks', key: '0a1b2c3d4e5f6071', madeFor: 'hours of disks' };
const nothing = { state: null, issued: [] };

function kept(change: Partial<KeptForecast> = {}): KeptForecast {
  const state = { model: 'ensemble', version: 2, trainedToMs: 5, data: { weights: [1, 2] } } as const;
  const point = { atMs: 6, yhat: 2, lower: 1, upper: 3 };
  return { state, issued: [{ madeAtMs: 5, model: 'ensemble', points: [point] }], ...change };
}

async function aStore() {
  const folder = join(await aScratchFolder(), 'forecasts');
  return { folder, file: join(folder, 'disks', '0a1b2c3d4e5f6071.json'), store: createForecastFiles(folder, hour) };
}

describe('what a forecast has learned', () => {
  it('is there again, for nobody else to read', async () => {
    const { store, file } = await aStore();

    await store.write(name, kept());

    expect(await store.read(name)).toEqual(kept());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is nothing before the first time', async () => {
    const { store } = await aStore();

    expect(await store.read(name)).toEqual(nothing);
  });

  it('is not used for another purpose, while what was issued stays', async () => {
    const { store } = await aStore();
    await store.write(name, kept());

    const other = await store.read({ ...name, madeFor: 'days of disks' });

    expect(other).toEqual({ ...kept(), state: null });
  });

  it.each([
    ['half a file', (text: string) => text.slice(0, text.length / 2)],
    ['another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['no object', () => '[]'],
    ['nothing', () => ''],
    ['no JSON', () => '\0\0\0'],
  ])('is learned anew from %s', async (_what, broken) => {
    const { store, file } = await aStore();
    await store.write(name, kept());
    await writeFile(file, broken(await readFile(file, 'utf8')));

    expect(await store.read(name)).toEqual(nothing);
  });

  it('is learned anew where it is too large to be kept', async () => {
    const { store } = await aStore();
    const data = 'x'.repeat(9 * 1024 * 1024);

    await store.write(name, kept({ state: { model: 'lstm', version: 1, trainedToMs: 5, data } }));

    expect(await store.read(name)).toEqual({ ...kept(), state: null });
  });

  it('keeps the newest of what was issued', async () => {
    const { store } = await aStore();
    const issued = Array.from({ length: 300 }, (_, madeAtMs) => ({ madeAtMs, model: 'ets' as const, points: [] }));

    await store.write(name, kept({ issued }));

    expect((await store.read(name)).issued).toEqual(issued.slice(100));
  });

  it('is whole, whoever reads while it is written', async () => {
    const { store, folder } = await aStore();
    await store.write(name, kept());

    const writing = Array.from({ length: 20 }, () => store.write(name, kept()));
    const read = await Promise.all(Array.from({ length: 20 }, () => store.read(name)));
    await Promise.all(writing);

    expect(read).toEqual(Array.from({ length: 20 }, () => kept()));
    expect(await readdir(join(folder, 'disks'))).toHaveLength(1);
  });

  it('goes when it was not needed for long, and nothing else does', async () => {
    const { store, folder } = await aStore();
    const longAgo = new Date(Date.now() - 2 * hour);
    await mkdir(join(folder, 'gone'), { recursive: true });
    const old = [
      join(folder, 'gone', '0a1b2c3d4e5f6072.json'),
      join(folder, 'gone', `0a1b2c3d4e5f6072.json.${crypto.randomUUID()}`),
    ];
    const foreign = join(folder, 'notes.txt');
    for (const file of [...old, foreign]) {
      await writeFile(file, '');
      await utimes(file, longAgo, longAgo);
    }
    await store.write(name, kept());

    await store.removeOld();

    expect((await readdir(folder)).toSorted()).toEqual(['disks', 'notes.txt']);
    expect(await store.read(name)).toEqual(kept());
  });

  it('has to have a place', async () => {
    const file = await aScratchFile('');

    await expect(createForecastFiles(file, hour).write(name, kept())).rejects.toThrow(ForecastStoreError);
  });
});
