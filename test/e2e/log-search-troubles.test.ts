import { afterEach, describe, expect, it } from 'vitest';
import type { LogAccess } from '../../clients/elasticsearch/log-access.ts';
import { openLogAccess } from '../../clients/elasticsearch/log-access.ts';
import { createEvidenceFiles } from '../../clients/evidence/evidence-files.ts';
import type { ElasticsearchDefinition } from '../../model/logs/elasticsearch.ts';
import { aDefinition, aSearch, atMinute, useElasticsearch } from '../support/logs/elasticsearch.ts';
import type { Fate } from '../support/http/http-proxy.ts';
import { anHttpProxy } from '../support/http/http-proxy.ts';
import { aClosedPort } from '../support/http/http-stub.ts';
import { aMemoryLog } from '../support/memory-log.ts';
import { expectNoSecret } from '../support/secret-check.ts';

const node = useElasticsearch();
const nowhere = createEvidenceFiles('/dev/null/evidence', 1);
const opened: LogAccess[] = [];

afterEach(async () => {
  for (const access of opened.splice(0)) await access.close();
});

function search(overrides: Partial<ElasticsearchDefinition>, maxLines = 1_000) {
  const access = openLogAccess(aDefinition({ timeoutMs: 4_000, ...overrides }), nowhere);
  opened.push(access);
  return access.store?.search(aSearch({ maxLines }));
}

/** What a search came to, and how long it took. */
async function outcome(overrides: Partial<ElasticsearchDefinition>) {
  const startedAt = performance.now();
  const error = await Promise.resolve(search(overrides)).then(
    () => undefined,
    (thrown: unknown) => thrown as Error & { kind?: string },
  );
  return { error, kind: error?.kind, message: error?.message, ms: performance.now() - startedAt };
}

function lines(count: number): readonly object[] {
  return Array.from({ length: count }, (_, n) => ({
    time: atMinute(1) + n,
    msg: `line ${n}`,
    service: 'web',
  }));
}

async function logsOf(count: number) {
  return [
    { index: await node.index(lines(count), { properties: { time: { type: 'date' } } }), fields: 'json' },
  ] as const;
}

async function behind(fateOf: (line: string, count: number) => Fate | Promise<Fate>) {
  const proxy = await anHttpProxy(node.url, ({ line, count }) => fateOf(line, count));
  return { ...proxy, logs: await logsOf(3) };
}

it('says that nothing listens there', async () => {
  const nodes = [`http://127.0.0.1:${await aClosedPort()}`];

  const { kind, message, ms } = await outcome({ nodes });

  expect({ kind, message }).toEqual({ kind: 'unavailable', message: 'Elasticsearch cannot be reached (ECONNREFUSED)' });
  expect(ms).toBeLessThan(10_000);
});

it('asks the next node when one is away', async () => {
  const nodes = [`http://127.0.0.1:${await aClosedPort()}`, node.url];

  const found = await search({ nodes, logs: await logsOf(3) });

  expect(found?.lines).toHaveLength(3);
});

it('asks the next node when one says nothing', async () => {
  const silent = await anHttpProxy(node.url, () => 'silence');

  const found = await search({ nodes: [silent.url, node.url], logs: await logsOf(3), timeoutMs: 8_000 });

  expect(found?.lines).toHaveLength(3);
});

it.each([
  { title: 'that never answers', fate: 'silence' },
  { title: 'that is too slow', fate: { afterMs: 10_000 } },
] as const)('gives up on a node $title when its time is over', async ({ fate }) => {
  const { url, logs } = await behind(() => fate);

  const { kind, message, ms } = await outcome({ nodes: [url], logs, timeoutMs: 1_500 });

  expect({ kind, message }).toEqual({ kind: 'unavailable', message: 'Elasticsearch did not answer in time' });
  expect(ms).toBeLessThan(10_000);
});

it('finds the lines of a node that is slow but answers in time', async () => {
  const { url, logs } = await behind(() => ({ afterMs: 300 }));

  const found = await search({ nodes: [url], logs });

  expect(found?.lines).toHaveLength(3);
});

describe('a node with too much to do', () => {
  it.each([
    { title: 'at once', headers: {} },
    { title: 'when it says so', headers: { 'retry-after': '1' } },
  ])('is asked again $title', async ({ headers }) => {
    const { url, logs } = await behind((_, count) => (count < 2 ? { status: 429, headers } : 'passed'));

    const found = await search({ nodes: [url], logs });

    expect(found?.lines).toHaveLength(3);
  });

  it.each([{ headers: {} }, { headers: { 'retry-after': '3600' } }])(
    'is given up with $headers when it does not get better',
    async ({ headers }) => {
      const { url, logs, seen } = await behind(() => ({ status: 429, headers }));

      const { kind, message, ms } = await outcome({ nodes: [url], logs });

      expect({ kind, message }).toEqual({ kind: 'unavailable', message: 'Elasticsearch has too much to do' });
      expect(ms).toBeLessThan(10_000);
      expect(seen.length).toBeLessThanOrEqual(4);
    },
  );
});

it('uses what came when one index is red, and says that lines are missing', async () => {
  const [{ index }] = await logsOf(3);
  const red = await node.index([], {}, { 'index.routing.allocation.require._name': 'nobody' });

  const found = await search({ nodes: [node.url], logs: [{ index: `${index},${red}`, fields: 'json' }] });

  expect(found?.lines).toHaveLength(3);
  expect(found?.notes).toEqual([expect.stringMatching(/did not answer, so lines are missing$/)]);
});

it('says that nothing answers when every index is red', async () => {
  const mappings = { properties: { time: { type: 'date' }, service: { type: 'keyword' } } };
  const red = await node.index([], mappings, { 'index.routing.allocation.require._name': 'nobody' });

  const { kind, message, ms } = await outcome({ nodes: [node.url], logs: [{ index: red, fields: 'json' }] });

  expect(kind).toBe('unavailable');
  expect(message).toMatch(/^Elasticsearch cannot answer now \(|^no part of the indices/);
  expect(ms).toBeLessThan(10_000);
});

const secrets = {
  user: 'somebody',
  password: 'p4ssw0rd-of-elastic',
  key: 'S2V5OnNlY3JldC1rZXk=',
  token: 't0ken-0f-elastic',
};

describe.each([
  { auth: { kind: 'basic', user: secrets.user, password: secrets.password }, header: /^Basic / },
  { auth: { kind: 'api-key', key: secrets.key }, header: new RegExp(`^ApiKey ${secrets.key}$`) },
  { auth: { kind: 'bearer', token: secrets.token }, header: new RegExp(`^Bearer ${secrets.token}$`) },
] as const)('credentials of the kind $auth.kind', ({ auth, header }) => {
  it('go with every request', async () => {
    const proxy = await anHttpProxy(node.url, () => 'passed');

    await search({ nodes: [proxy.url], logs: await logsOf(600), auth });

    expect(proxy.seen.length).toBeGreaterThanOrEqual(4);
    for (const { headers } of proxy.seen) expect(headers.authorization).toMatch(header);
  });

  it.each([
    { status: 401, expected: 'Elasticsearch does not know who asks: see elasticsearch.auth' },
    { status: 403, expected: 'Elasticsearch does not allow it: docs/logs.md lists the rights that are needed' },
  ])('are refused with $status once, and are in no error', async ({ status, expected }) => {
    const reason = `unable to authenticate ${secrets.user}:${secrets.password}`;
    const error_ = { error: { type: 'security_exception', reason }, status };
    const { url, logs, seen } = await behind(() => ({ status, body: error_ }));

    const { error, kind, message } = await outcome({ nodes: [url], logs, auth });

    expect({ kind, message }).toEqual({ kind: 'refused', message: expected });
    expect(seen).toHaveLength(1);
    expectNoSecret([...Object.values(secrets), url], error, aMemoryLog());
  });

  it('are in no error of a node that breaks off', async () => {
    const { url, logs } = await behind(() => 'broken-off');

    const { error, kind } = await outcome({ nodes: [url], logs, auth });

    expect(kind).toBe('unavailable');
    expectNoSecret([...Object.values(secrets), url], error, aMemoryLog());
  });
});

it('says that something else answers in place of Elasticsearch', async () => {
  const { url, logs } = await behind(() => ({ status: 200, headers: { 'x-elastic-product': 'Other' } }));

  const { kind, message } = await outcome({ nodes: [url], logs });

  expect({ kind, message }).toEqual({
    kind: 'refused',
    message: 'what answers is not Elasticsearch: see elasticsearch.nodes',
  });
});

it('goes on where one page of many breaks off', async () => {
  let pages = 0;
  const proxy = await anHttpProxy(node.url, ({ line }) =>
    line.startsWith('POST /_search') && ++pages === 2 ? 'broken-off' : 'passed',
  );

  const found = await search({ nodes: [proxy.url], logs: await logsOf(1_500) }, 2_000);

  expect(new Set(found?.lines.map(({ message }) => message)).size).toBe(1_500);
});

it('asks once which fields there are, and again after something was refused', async () => {
  let isRefused = false;
  const proxy = await anHttpProxy(node.url, ({ line }) =>
    isRefused && line.includes('/_search') ? { status: 400 } : 'passed',
  );
  const access = openLogAccess(aDefinition({ nodes: [proxy.url], logs: await logsOf(3) }), nowhere);
  opened.push(access);
  const fieldsAsked = () => proxy.seen.filter(({ line }) => line.includes('_field_caps')).length;

  await access.store?.search(aSearch());
  await access.store?.search(aSearch());
  const before = fieldsAsked();
  isRefused = true;
  await access.store?.search(aSearch()).catch(() => undefined);
  isRefused = false;
  await access.store?.search(aSearch());

  expect({ before, after: fieldsAsked() }).toEqual({ before: 1, after: 2 });
});

// The last one: no node is left after it.
it('says that the node went away when it is killed in the middle of paging', async () => {
  const logs = await logsOf(12_000);
  let pages = 0;
  const proxy = await anHttpProxy(node.url, async ({ line }): Promise<Fate> => {
    if (line.startsWith('POST /_search') && ++pages === 2) await node.kill();
    return 'passed';
  });
  const startedAt = performance.now();

  const searching = search({ nodes: [proxy.url], logs }, 20_000);

  await expect(searching).rejects.toMatchObject({ name: 'LogStoreError', kind: 'unavailable' });
  expect(pages).toBeGreaterThanOrEqual(2);
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});
