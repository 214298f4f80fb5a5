import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../../../bench/forecast/data/folder.ts';
import { loadM4, readRows } from '../../../../bench/forecast/data/m4.ts';
import { hourlyMeans, readMeasurements, tasksOf } from '../../../../bench/forecast/data/nab-hourly.ts';
import { loadNab } from '../../../../bench/forecast/data/nab.ts';
import { sampleOf } from '../../../../bench/forecast/parts/sample.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

describe('the folder of the data', () => {
  it('is chosen by the environment', () => {
    expect(dataFolder({ NIGHTSHIFT_FORECAST_DATA: '/somewhere' })).toBe('/somewhere');
  });

  it.each([
    { load: loadM4, original: 'github.com/Mcompetitions/M4-methods' },
    { load: loadNab, original: 'github.com/numenta/NAB' },
  ])('may be empty, and then says where to get $original', async ({ load, original }) => {
    const folder = await aScratchFolder();

    await expect(load(folder)).rejects.toThrow(original);
  });
});

describe('M4', () => {
  it('is read quoted or not, to the end of each series', () => {
    const rows = readRows('"V1","V2","V3"\n"H1","605","586"\nH2,1.5,\n');

    expect([...rows]).toEqual([
      ['H1', [605, 586]],
      ['H2', [1.5]],
    ]);
  });

  it('is read packed, each series with what came then', async () => {
    const folder = await aScratchFolder();
    await mkdir(join(folder, 'm4-hourly'));
    await writeFile(join(folder, 'm4-hourly', 'Hourly-train.csv.gz'), gzipSync('V1,V2\nH1,1,2\nH2,3\n'));
    await writeFile(join(folder, 'm4-hourly', 'Hourly-test.csv'), 'V1,V2\nH2,9\nH1,8\n');

    expect(await loadM4(folder)).toEqual([
      { id: 'H1', history: [1, 2], actual: [8] },
      { id: 'H2', history: [3], actual: [9] },
    ]);
  });
});

describe('NAB', () => {
  it('is read as times of no zone', () => {
    expect(readMeasurements('timestamp,value\n1970-01-01 01:00:05,2.5\n')).toEqual([{ atMs: 3_605_000, value: 2.5 }]);
  });

  it('is averaged to hours, with a straight line over a few that are missing', () => {
    const many = Array.from({ length: 60 }, (_, hour) => (hour === 30 || hour === 31 ? NaN : hour));

    expect(hourlyMeans([...hours(many), { atMs: 100, value: 2 }])).toEqual([
      1,
      ...Array.from({ length: 59 }, (_, hour) => hour + 1),
    ]);
  });

  it('is left out where more than one hour of twenty is missing', () => {
    expect(hourlyMeans(hours([1, NaN, 3, 4, 5]))).toBeNull();
  });

  it('is forecast from up to four moments, each with ten days before it', () => {
    const values = Array.from({ length: 480 }, (_, hour) => (hour * hour) % 97);

    const tasks = tasksOf('cpu', values);

    expect(tasks.map(({ id, history, actual }) => [id, history.length, actual.length])).toEqual([
      ['cpu@0', 432, 48],
      ['cpu@1', 336, 48],
      ['cpu@2', 240, 48],
    ]);
    expect(tasks[1]?.actual).toEqual(values.slice(336, 384));
  });

  it.each(['unpacked', 'packed'])('is found %s', async (form) => {
    const folder = await aScratchFolder();
    const data = join(folder, 'nab', 'data', 'realThings');
    await mkdir(data, { recursive: true });
    const lines = Array.from({ length: 300 }, (_, hour) => {
      const stamp = new Date(hour * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      return `${stamp},${(hour * hour) % 97}`;
    });
    await writeFile(join(data, 'cpu.csv'), ['timestamp,value', ...lines].join('\n'));
    if (form === 'packed') {
      execFileSync('tar', ['-czf', join(folder, 'nab', 'nab.tar.gz'), '-C', join(folder, 'nab'), 'data']);
      await rm(join(folder, 'nab', 'data'), { recursive: true });
    }

    const tasks = await loadNab(folder);

    expect(tasks.map(({ id }) => id)).toEqual(['realThings/cpu@0']);
    expect(tasks[0]?.history.slice(0, 3)).toEqual([0, 1, 4]);
  });

  it('has no forecast of what repeats itself every day', () => {
    expect(
      tasksOf(
        'cpu',
        Array.from({ length: 480 }, (_, hour) => hour % 24),
      ),
    ).toEqual([]);
  });
});

it('a sample keeps its order, and is the same for the same seed', () => {
  const all = Array.from({ length: 100 }, (_, index) => index);

  const sample = sampleOf(all, 10, 1);

  expect(sample).toHaveLength(10);
  expect(sample).toEqual(sample.toSorted((a, b) => a - b));
  expect(sampleOf(all, 10, 1)).toEqual(sample);
  expect(sampleOf(all, 10, 2)).not.toEqual(sample);
  expect(sampleOf(all, undefined, 1)).toBe(all);
});

function hours(values: readonly number[]): readonly { atMs: number; value: number }[] {
  return values.map((value, hour) => ({ atMs: hour * 3_600_000, value })).filter(({ value }) => !Number.isNaN(value));
}
