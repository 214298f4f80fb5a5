import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { BatchEntry } from '../../../../clients/series/files/batch.ts';
import { readBatch } from '../../../../clients/series/files/batch.ts';

async function entriesOf(...lines: readonly string[]): Promise<readonly BatchEntry[]> {
  const entries: BatchEntry[] = [];
  for await (const entry of readBatch(Readable.from([lines.join('\n')]))) entries.push(entry);
  return entries;
}

const line = { id: 'H1', start: '2026-01-01T00:00:00Z', step_seconds: 3_600, values: [1, null, 2.5] };

describe('a batch', () => {
  it('has a series a line, with its gaps', async () => {
    const entries = await entriesOf(JSON.stringify(line), '', JSON.stringify({ ...line, id: 2, start: 1_767_225_600 }));

    const series = { labels: {}, unit: null, startMs: Date.UTC(2026, 0, 1), stepMs: 3_600_000, values: [1, null, 2.5] };
    expect(entries).toEqual([
      { kind: 'series', line: 1, id: 'H1', series },
      { kind: 'series', line: 3, id: '2', series },
    ]);
  });

  it('keeps 1e308, and has a gap for what is too large for a number', async () => {
    const [entry] = await entriesOf('{"id":"a","start":0,"step_seconds":60,"values":[1e308,1e999,-1e999]}');

    expect(entry).toMatchObject({ series: { values: [1e308, null, null] } });
  });

  it.each<[what: string, text: string, id: string | null, reason: string]>([
    ['no JSON', '{"id":', null, 'it is no JSON'],
    ['null', 'null', null, 'id is neither a text nor a number'],
    ['without a name', JSON.stringify({ ...line, id: {} }), null, 'id is neither a text nor a number'],
    [
      'of no time',
      JSON.stringify({ ...line, start: 'soon' }),
      'H1',
      'start is no time: write ISO 8601, seconds or milliseconds',
    ],
    ['of no step', JSON.stringify({ ...line, step_seconds: 0 }), 'H1', 'step_seconds is no number of at least 0.001'],
    [
      'of a text for a step',
      JSON.stringify({ ...line, step_seconds: '60' }),
      'H1',
      'step_seconds is no number of at least 0.001',
    ],
    ['without values', JSON.stringify({ ...line, values: {} }), 'H1', 'values is no list of numbers and nulls'],
    [
      'with text for a value',
      JSON.stringify({ ...line, values: [1, 'NaN'] }),
      'H1',
      'values is no list of numbers and nulls',
    ],
  ])('tells of a line that is %s, and goes on', async (_what, text, id, reason) => {
    const entries = await entriesOf(text, JSON.stringify(line));

    expect(entries[0]).toEqual({ kind: 'unreadable', line: 1, id, reason });
    expect(entries[1]).toMatchObject({ kind: 'series', line: 2 });
  });
});
