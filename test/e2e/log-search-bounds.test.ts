import { describe, expect, it } from 'vitest';
import { openLogAccess } from '../../clients/elasticsearch/log-access.ts';
import { createEvidenceFiles } from '../../clients/evidence/evidence-files.ts';
import type { FoundLines, LogSearch } from '../../clients/logs/log-store.ts';
import { aDefinition, aSearch, atMinute, hour, useElasticsearch } from '../support/logs/elasticsearch.ts';

const node = useElasticsearch();
const nowhere = createEvidenceFiles('/dev/null/evidence', 1);

async function found(search: LogSearch, index: string): Promise<FoundLines> {
  const logs = [{ index, fields: 'json' }] as const;
  const access = openLogAccess(aDefinition({ nodes: [node.url], logs }), nowhere);
  try {
    return (await access.store?.search(search)) ?? { lines: [], total: 0 };
  } finally {
    await access.close();
  }
}

const mappings = { properties: { time: { type: 'date' }, level: { type: 'keyword' }, service: { type: 'keyword' } } };
const minutes = 60;
const perMinute = 200;

/** Lines that are spread evenly over the hour, of which every hundredth is an error. */
function manyLines(textOf: (index: number) => string = (index) => `line ${index}`): readonly object[] {
  return Array.from({ length: minutes * perMinute }, (_, index) => ({
    time: hour + Math.floor((index * 60_000) / perMinute),
    msg: textOf(index),
    service: 'web',
    level: index % 100 === 0 ? 'Error' : 'info',
  }));
}

async function openViews(): Promise<number> {
  const stats = await node.request('GET', '/_nodes/stats/indices/search');
  const nodes = Object.values(stats['nodes'] as Record<string, { indices: { search: { open_contexts: number } } }>);
  return nodes.reduce((sum, { indices }) => sum + indices.search.open_contexts, 0);
}

it('reads more lines than a single answer may hold, each once and in their order', async () => {
  const index = await node.index(manyLines(), mappings, { number_of_shards: 3 });

  const lines = await found(aSearch({ maxLines: 20_000 }), index);

  expect(lines.total).toBe(12_000);
  expect(new Set(lines.lines.map(({ id }) => id)).size).toBe(12_000);
  expect(lines.lines.map(({ at }) => at)).toEqual(
    lines.lines.map(({ at }) => at).toSorted((one, other) => one - other),
  );
  expect(lines).not.toHaveProperty('read');
});

it('reads on where thousands of lines have the same time', async () => {
  const documents = Array.from({ length: 6_000 }, (_, n) => ({ time: atMinute(1), msg: `line ${n}`, service: 'web' }));
  const index = await node.index(documents, mappings, { number_of_shards: 2 });

  const { lines } = await found(aSearch({ maxLines: 10_000 }), index);

  expect(new Set(lines.map(({ message }) => message)).size).toBe(6_000);
});

it('leaves no view of the indices open', async () => {
  const index = await node.index(manyLines(), mappings);

  await found(aSearch({ maxLines: 20_000 }), index);

  expect(await openViews()).toBe(0);
});

describe('of more lines than may be read', () => {
  it('reads every error, and of the others an even sample of which it says how large it is', async () => {
    const index = await node.index(manyLines(), mappings, { number_of_shards: 2 });

    const { lines, total, read } = await found(aSearch({ maxLines: 3_000 }), index);

    const errors = lines.filter(({ level }) => level === 'error');
    const others = lines.filter(({ level }) => level === 'info');
    expect(total).toBe(12_000);
    expect(errors).toHaveLength(120);
    expect(read?.severe).toBe(1);
    expect(lines.length).toBeLessThanOrEqual(3_000);
    expect(others.length / (read?.others ?? 0) / 11_880).toBeCloseTo(1, 0);
    const firstHalf = others.filter(({ at }) => at < atMinute(30)).length;
    expect(firstHalf / others.length).toBeGreaterThan(0.45);
    expect(firstHalf / others.length).toBeLessThan(0.55);
  });

  it('reads the same ones when it is asked again', async () => {
    const index = await node.index(manyLines(), mappings);

    const [once, twice] = [
      await found(aSearch({ maxLines: 500 }), index),
      await found(aSearch({ maxLines: 500 }), index),
    ];

    expect(once.lines.length).toBeGreaterThan(300);
    expect(twice).toEqual(once);
  });

  it('samples errors too where they alone are too many', async () => {
    const documents = manyLines().map((document) => ({ ...document, level: 'ERROR' }));
    const index = await node.index(documents, mappings);

    const { lines, read } = await found(aSearch({ maxLines: 1_000 }), index);

    expect(lines.length).toBeLessThanOrEqual(1_000);
    expect(lines.length).toBeGreaterThan(600);
    expect(read?.severe).toBeCloseTo(lines.length / 12_000, 1);
  });
});

it('reads no more bytes than wanted, from the whole window', async () => {
  const index = await node.index(
    manyLines((line) => `${line} ${'x'.repeat(3_000)}`),
    mappings,
  );

  const { lines, total, read } = await found(aSearch({ maxLines: 20_000, maxBytes: 1_000_000 }), index);

  const bytes = lines.reduce((sum, { message }) => sum + message.length, 0);
  expect(total).toBe(12_000);
  expect(bytes).toBeLessThanOrEqual(1_000_000);
  expect(bytes).toBeGreaterThan(500_000);
  expect(read?.others).toBeLessThan(0.1);
  expect(lines.at(-1)?.at).toBeGreaterThan(atMinute(50));
});

it('shortens a line of megabytes, and reads on behind it', async () => {
  const documents = Array.from({ length: 30 }, (_, n) => ({
    time: atMinute(n),
    msg: 'x'.repeat(4_000_000),
    service: 'web',
  }));
  const index = await node.index(
    documents.map((document, n) => (n % 10 === 0 ? document : { ...document, msg: 'short' })),
    { ...mappings, properties: { ...mappings.properties, msg: { type: 'text', index: false } } },
  );

  const { lines } = await found(aSearch(), index);

  expect(lines).toHaveLength(30);
  expect(Math.max(...lines.map(({ message }) => message.length))).toBe(8_192);
});

it('reads lines in pages that fit, where all of them are huge', async () => {
  const documents = Array.from({ length: 40 }, (_, n) => ({
    time: atMinute(n),
    msg: 'x'.repeat(2_000_000),
    service: 'web',
  }));
  const name = await node.index([], {
    ...mappings,
    properties: { ...mappings.properties, msg: { type: 'text', index: false } },
  });
  for (const document of documents) await node.request('POST', `/${name}/_doc?refresh=true`, document);

  const { lines } = await found(aSearch(), name);

  expect(lines).toHaveLength(40);
});
