import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { LogAccess } from '../../clients/elasticsearch/log-access.ts';
import { openLogAccess } from '../../clients/elasticsearch/log-access.ts';
import { createEvidenceFiles } from '../../clients/evidence/evidence-files.ts';
import { EvidenceUnavailableError } from '../../clients/evidence/evidence-folder.ts';
import type { LogEvidence } from '../../clients/evidence/log-evidence.ts';
import { aDefinition, aLine, anEvidence, atMinute, useElasticsearch } from '../support/logs/elasticsearch.ts';
import { anHttpProxy } from '../support/http/http-proxy.ts';
import { aClosedPort } from '../support/http/http-stub.ts';

const node = useElasticsearch();
const day = 24 * 60 * 60_000;
const longTime = 3_650 * day;
const opened: LogAccess[] = [];

afterEach(async () => {
  for (const access of opened.splice(0)) await access.close();
});

/** Keeps evidence under a prefix of its own. */
function keeper(evidence: { readonly prefix?: string; readonly keepMs?: number } = {}, url = node.url) {
  const prefix = evidence.prefix ?? `evidence-${randomUUID().slice(0, 8)}`;
  const definition = aDefinition({
    nodes: [url],
    evidence: { prefix, keepMs: evidence.keepMs ?? longTime },
  });
  const access = openLogAccess(definition, createEvidenceFiles('/dev/null/evidence', 1));
  opened.push(access);
  return { prefix, keep: access.keepEvidence };
}

async function keptAs(
  place: string,
): Promise<LogEvidence & { readonly leftOut: number; readonly '@timestamp': number }> {
  const [index, id] = place.split('/');
  const { _source: source } = await node.request('GET', `/${index}/_doc/${id}`);
  return source as LogEvidence & { readonly leftOut: number; readonly '@timestamp': number };
}

async function indices(prefix: string): Promise<readonly string[]> {
  const found = await node.request('GET', `/${prefix}*/_settings?expand_wildcards=all`);
  // An alias brings the index that it stands for.
  return Object.keys(found)
    .filter((name) => name.startsWith(prefix))
    .toSorted();
}

it('keeps everything in an index of its day', async () => {
  const { prefix, keep } = keeper();
  const evidence = anEvidence();

  const place = await keep(evidence);

  expect(place).toMatch(new RegExp(`^${prefix}-2026\\.01\\.01/[0-9a-f]{32}$`));
  expect(await keptAs(place)).toEqual({ ...evidence, '@timestamp': evidence.to, leftOut: 0 });
});

it('keeps the same evidence once, however often it is asked to, and other evidence beside it', async () => {
  const { prefix, keep } = keeper();

  const places = await Promise.all([keep(anEvidence()), keep(anEvidence()), keep(anEvidence())]);
  const again = await keeper({ prefix }).keep(anEvidence());
  const other = await keep(anEvidence({ from: atMinute(5) }));

  await node.request('POST', `/${prefix}-*/_refresh`);
  expect(new Set([...places, again]).size).toBe(1);
  expect(other).not.toBe(again);
  expect(await node.request('GET', `/${prefix}-*/_count`)).toMatchObject({ count: 2 });
});

it('keeps it once where the first answer was lost on its way', async () => {
  let isLost = false;
  const proxy = await anHttpProxy(node.url, ({ line }) => {
    if (isLost || !line.includes('/_create/')) return 'passed';
    isLost = true;
    return 'answer-lost';
  });
  const { prefix, keep } = keeper({}, proxy.url);

  const place = await keep(anEvidence());

  await node.request('POST', `/${prefix}-*/_refresh`);
  expect(isLost).toBe(true);
  expect(await node.request('GET', `/${prefix}-*/_count`)).toMatchObject({ count: 1 });
  expect(await keptAs(place)).toMatchObject({ incident: 'incident:web' });
});

it('lets no secret out', async () => {
  const { keep } = keeper();
  const lines = [
    aLine({ message: 'login with password=hunter2-is-secret failed', stack: 'Authorization: Bearer abcdefgh12345678' }),
  ];

  const kept = await keptAs(await keep(anEvidence({ lines, source: 'https://a:hunter2-is-secret@es' })));

  expect(JSON.stringify(kept)).not.toMatch(/hunter2|abcdefgh12345678/);
  expect(kept.lines[0]?.message).toContain('[secret]');
});

it('cuts what is too large, keeps errors before all others, and says how many lines it left out', async () => {
  const { keep } = keeper();
  const lines = Array.from({ length: 5_000 }, (_, n) =>
    aLine({ at: atMinute(1) + n, id: `${n}`, level: n % 100 === 99 ? 'error' : 'info', message: 'x'.repeat(1_000) }),
  );

  const kept = await keptAs(await keep(anEvidence({ lines })));

  expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(1_000_000);
  expect(kept.lines.filter(({ level }) => level === 'error')).toHaveLength(50);
  expect(kept.lines.length).toBeGreaterThan(500);
  expect(kept.leftOut).toBe(5_000 - kept.lines.length);
  const times = kept.lines.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

it('takes no field that it does not know, and indexes no text of a log', async () => {
  const { prefix, keep } = keeper();
  await keep(anEvidence());

  const mapping = await node.request('GET', `/${prefix}-2026.01.01/_mapping`);

  expect(mapping).toMatchObject({
    [`${prefix}-2026.01.01`]: {
      mappings: { dynamic: 'strict', properties: { lines: { type: 'object', enabled: false } } },
    },
  });
});

it('deletes its own indices that are too old, and nothing else', async () => {
  const prefix = `evidence-${randomUUID().slice(0, 8)}`;
  const ours = { mappings: { _meta: { managed_by: 'nightshift' } } };
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '.');
  const old = [`${prefix}-2020.01.01`, `${prefix}-2024.02.29`];
  const staying = [
    `${prefix}-${today}`,
    `${prefix}-2020.13.45`,
    `${prefix}-2020.01.01-copy`,
    `${prefix}-2020.1.1`,
    `${prefix}-notes`,
    `${prefix}2020.01.01`,
    `${prefix}-more-2020.01.01`,
  ];
  for (const name of [...old, ...staying]) await node.request('PUT', `/${name}`, ours);
  const foreign = `${prefix}-2021.01.01`;
  await node.request('PUT', `/${foreign}`, {});
  const elsewhere = `other-${prefix}`;
  await node.request('PUT', `/${elsewhere}`, { ...ours, aliases: { [`${prefix}-2022.01.01`]: {} } });

  await keeper({ prefix, keepMs: 30 * day }).keep(anEvidence({ from: Date.now() - 1_000, to: Date.now() }));

  expect(await indices(prefix)).toEqual([...staying, foreign].toSorted());
  expect(await indices(elsewhere)).toEqual([elsewhere]);
});

it('keeps what is exactly not too old yet', async () => {
  const prefix = `evidence-${randomUUID().slice(0, 8)}`;
  const yesterday = new Date(Date.now() - day).toISOString().slice(0, 10).replaceAll('-', '.');
  await node.request('PUT', `/${prefix}-${yesterday}`, { mappings: { _meta: { managed_by: 'nightshift' } } });

  await keeper({ prefix, keepMs: day }).keep(anEvidence({ from: Date.now() - 1_000, to: Date.now() }));

  expect(await indices(prefix)).toContain(`${prefix}-${yesterday}`);
});

it('says that there is no place for evidence while Elasticsearch is away', async () => {
  const { keep } = keeper({}, `http://127.0.0.1:${await aClosedPort()}`);

  const keeping = keep(anEvidence());

  await expect(keeping).rejects.toThrow(EvidenceUnavailableError);
  await expect(keeping).rejects.toThrow(
    'evidence cannot be written to Elasticsearch: Elasticsearch cannot be reached (ECONNREFUSED)',
  );
});

it('keeps evidence where old indices cannot be deleted', async () => {
  const proxy = await anHttpProxy(node.url, ({ line }) => (line.includes('_mapping') ? { status: 403 } : 'passed'));
  const { keep } = keeper({}, proxy.url);

  const place = await keep(anEvidence());

  expect(await keptAs(place)).toMatchObject({ incident: 'incident:web' });
});
