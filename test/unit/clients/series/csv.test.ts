import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../../clients/series/files/csv.ts';
import { SeriesError } from '../../../../clients/series/series-source.ts';

const hour = 3_600_000;
const begin = Date.UTC(2026, 0, 1);

function reading(...pieces: readonly (string | Buffer)[]) {
  return readCsv(Readable.from(pieces));
}

function lineOf(nth: number): string {
  return `${1_600_000_000 + nth * 60},${nth % 1_000}\n`;
}

function* twoMillion(): Generator<string> {
  for (let from = 0; from < 2_000_000; from += 1_000) {
    yield Array.from({ length: 1_000 }, (_, nth) => lineOf(from + nth)).join('');
  }
}

describe('a file of measurements', () => {
  it.each<[what: string, text: string]>([
    ['with a header', 'timestamp,value\n2026-01-01T00:00:00Z,1\n2026-01-01T01:00:00Z,2.5\n2026-01-01T02:00:00Z,-3e2\n'],
    ['without', '2026-01-01T00:00:00Z,1\n2026-01-01T01:00:00Z,2.5\n2026-01-01T02:00:00Z,-3e2'],
    ['of seconds', '1767225600,1\n1767229200,2.5\n1767232800,-300\n'],
    ['of milliseconds', '1767225600000,1\n1767229200000,2.5\n1767232800000,-300\n'],
    ['without a time zone', '2026-01-01 00:00:00,1\n2026-01-01 01:00,2.5\n2026-01-01T02:00:00.000000,-300\n'],
    ['of another time zone', '2026-01-01T01:00:00+01:00,1\n2026-01-01 02:00+0100,2.5\n2026-01-01T03:00+01,-300\n'],
    [
      'with semicolons, and commas in numbers',
      'Zeit;Wert\r\n2026-01-01 00:00;1\r\n2026-01-01 01:00;2,5\r\n2026-01-01 02:00;-300\r\n',
    ],
    ['with tabs', 'ds\ty\n2026-01-01T00:00Z\t1\n2026-01-01T01:00Z\t2.5\n2026-01-01T02:00Z\t-300\n'],
    [
      'with quotes',
      '"timestamp","value"\n"2026-01-01T00:00Z","1"\n"2026-01-01T01:00Z","2.5"\n"2026-01-01T02:00Z","-300"\n',
    ],
    ['with a mark of its encoding', '\ufefftimestamp,value\n1767225600,1\n1767229200,2.5\n1767232800,-300\n'],
    ['with empty lines', '\n1767225600,1\n\n1767229200,2.5\n  \n1767232800,-300\n\n'],
    ['with other columns', 'host,value,time\nweb-1,1,1767225600\nweb-1,2.5,1767229200\nweb-1,-300,1767232800\n'],
  ])('%s is read', async (_what, text) => {
    expect(await reading(Buffer.from(text))).toEqual({
      series: { labels: {}, unit: null, startMs: begin, stepMs: hour, values: [1, 2.5, -300] },
      notes: [],
    });
  });

  it('means the same, wherever it is cut into pieces', async () => {
    const bytes = Buffer.from('\ufeffZeitpünktchen;wert\r\n2026-01-01 00:00;1\r\n2026-01-01 01:00;2,5\r\n');

    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
        const ends = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const { series } = await reading(...ends.slice(1).map((end, nth) => bytes.subarray(ends[nth], end)));

        expect(series).toMatchObject({ startMs: begin, values: [1, 2.5] });
      }),
    );
  });

  it('has gaps for what is no finite number, and says where', async () => {
    const { series, notes } = await reading(
      'timestamp,value\n0,1\n60,NaN\n120,Inf\n180,-inf\n240,\n300,1e400\n360,1e308\n',
    );

    expect(series.values).toEqual([1, null, null, null, null, null, 1e308]);
    expect(notes).toEqual(['values are no finite numbers, and became gaps: 5, the first in line 3']);
  });

  it('is put in order, and says what was done', async () => {
    const { series, notes } = await reading('timestamp,value\n0,1\n\n180,4\n60,2\n120,3\n120,5\n');

    expect(series.values).toEqual([1, 2, 4, 4]);
    expect(notes).toEqual([
      'measurements are out of order, and were sorted: 3, the first in line 5',
      'times come again, and the mean of their values is taken: 1, the first in line 7',
    ]);
  });

  it('of several steps is read in the coarsest of them, and says so', async () => {
    const fine = Array.from({ length: 60 }, (_, nth) => `${nth * 60},1\n`);
    const coarse = Array.from({ length: 24 }, (_, nth) => `${3_600 + nth * 300},1\n`);

    const { series, notes } = await reading([...fine, ...coarse].join(''));

    expect(series).toMatchObject({ stepMs: 300_000, values: Array.from({ length: 36 }, () => 1) });
    expect(notes).toEqual(['steps of 1 min are averaged to 5 min']);
  });

  it.each(['', '\n\n', 'timestamp,value\n'])('of %j is a series of nothing', async (text) => {
    expect((await reading(text)).series.values).toEqual([]);
  });

  it.each<[what: string, text: string, message: string]>([
    ['text for a value', '0,1\n\n60,lots\n', 'line 3: "lots" is no number'],
    [
      'text for a time',
      'timestamp,value\nyesterday,1\n',
      'line 2: "yesterday" is no time: write ISO 8601, seconds or milliseconds',
    ],
    [
      'a day that is none',
      '2026-02-30,1\n',
      'line 1: "2026-02-30" is no time: write ISO 8601, seconds or milliseconds',
    ],
    ['a time without a value', '0,1\n60\n', 'line 2: there is no value beside the time'],
    [
      'a header in the middle',
      '0,1\ntimestamp,value\n',
      'line 2: "timestamp" is no time: write ISO 8601, seconds or milliseconds',
    ],
    [
      'microseconds',
      '1767225600000000,1\n',
      'line 1: "1767225600000000" is no time: write ISO 8601, seconds or milliseconds',
    ],
    ['a secret', '0,password=hunter2hunter2\n', 'line 1: "password=[secret]" is no number'],
    ['an endless line', `0,1\n0,${'1'.repeat(20_000)}`, 'line 2 has more than 10000 characters'],
    ['an endless line before others', `0,${'1'.repeat(20_000)}\n0,1\n`, 'line 1 has more than 10000 characters'],
    [
      'a time that is far away',
      `${Array.from({ length: 20 }, (_, nth) => `${nth},1\n`).join('')}1767225600,1\n`,
      'the times span 1767225601 steps of 1 s, and at most 5000000 are taken: is one of them wrong?',
    ],
  ])('with %s is refused, with its line', async (_what, text, message) => {
    const error: unknown = await reading(text).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(SeriesError);
    expect(error).toMatchObject({ kind: 'refused', message });
  });

  it('of two million measurements is read', async () => {
    const { series, notes } = await readCsv(Readable.from(twoMillion()));

    expect({ ...series, values: series.values.length }).toMatchObject({ stepMs: 60_000, values: 2_000_000 });
    expect(notes).toEqual([]);
  }, 60_000);
});
