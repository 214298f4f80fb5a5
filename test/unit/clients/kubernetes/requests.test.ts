import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Cluster } from '../../../../clients/kubernetes/cluster.ts';
import { openCluster } from '../../../../clients/kubernetes/open-cluster.ts';
import type { ClusterDefinition } from '../../../../model/kubernetes/cluster.ts';
import { anHttpStub } from '../../../support/http/http-stub.ts';
import { aCluster } from '../../../support/kubernetes/builders.ts';
import { aKubeconfig } from '../../../support/kubernetes/access/kubeconfig.ts';

/** The client of an API server at an address without TLS. */
async function clientOf(server: string, overrides: Partial<ClusterDefinition> = {}): Promise<Cluster> {
  const file = await aKubeconfig(server);
  const cluster = openCluster(aCluster({ access: { kind: 'kubeconfig', file, context: null }, ...overrides }));
  onTestFinished(() => cluster.close());
  return cluster;
}

const json = { 'content-type': 'application/json' };
const pod = { namespace: 'shop', name: 'web-0' };
const aPod = { status: 200, headers: json, body: JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: pod }) };

const refusal = (status: number, said: object, headers = {}) => ({
  status,
  headers: { ...json, ...headers },
  body: JSON.stringify({ kind: 'Status', status: 'Failure', code: status, ...said }),
});

const text = (body: string) => ({ status: 200, headers: { 'content-type': 'text/plain' }, body });

describe('a request', () => {
  it('that comes too early for a busy API server waits as long as it says', async () => {
    const busy = refusal(429, { reason: 'TooManyRequests', message: 'later' }, { 'retry-after': '1' });
    const { url, requests } = await anHttpStub(busy, aPod);
    const began = performance.now();

    const found = await (await clientOf(url)).get('Pod', pod);

    expect(found?.metadata?.name).toBe('web-0');
    expect(requests).toHaveLength(2);
    expect(performance.now() - began).toBeGreaterThan(950);
  });

  it('does not wait longer than it may take in all', async () => {
    const busy = refusal(429, { reason: 'TooManyRequests', message: 'later' }, { 'retry-after': '60' });
    const { url } = await anHttpStub(busy);
    const client = await clientOf(url);

    await expect(client.delete('Pod', pod, { uid: 'u' })).rejects.toMatchObject({
      problem: 'unavailable',
      mayHaveHappened: false,
    });
  });

  it('is not sent where too many were before it', async () => {
    const { url, requests } = await anHttpStub(aPod);
    const client = await clientOf(url, { requests: { perSecond: 0.01, burst: 1 }, timeoutMs: 5_000 });
    await client.get('Pod', pod);

    await expect(client.get('Pod', pod)).rejects.toMatchObject({ problem: 'unavailable' });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['a quota', 403, { message: 'pods "web-0" is forbidden: exceeded quota: all' }, 'refused'],
    ['a missing right', 403, { message: 'User "x" cannot patch resource "pods" in API group ""' }, 'forbidden'],
    ['a wrong field', 422, { message: 'spec.replicas: Invalid value' }, 'refused'],
    ['a pod that is gone', 404, { reason: 'NotFound', details: { name: 'web-0', kind: 'pods' } }, 'not-found'],
    ['a kind that is not there', 404, { reason: 'NotFound' }, 'refused'],
  ])('that is refused for %s says so', async (_what, status, said, problem) => {
    const { url } = await anHttpStub(refusal(status, said));
    const client = await clientOf(url);

    await expect(client.patch('Pod', pod, { metadata: { uid: 'u' } })).rejects.toMatchObject({
      problem,
      mayHaveHappened: false,
    });
  });

  it.each([
    ['a change', (client: Cluster) => client.patch('Pod', pod, { metadata: { uid: 'u' } }), true],
    ['a dry run', (client: Cluster) => client.patch('Pod', pod, { metadata: { uid: 'u' } }, { dryRun: true }), false],
    ['a question', (client: Cluster) => client.get('Pod', pod), false],
  ])('that broke in the midst may have happened as far as it is one: %s', async (_what, ask, mayHaveHappened) => {
    for (const answer of ['break-off', refusal(500, { message: 'etcdserver: request timed out' })] as const) {
      const { url } = await anHttpStub(answer);
      const client = await clientOf(url);

      await expect(ask(client)).rejects.toMatchObject({ problem: 'unavailable', mayHaveHappened });
    }
  });

  it('that two budgets forbid is refused for good', async () => {
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    const { url } = await anHttpStub(refusal(500, { message }));
    const client = await clientOf(url);

    await expect(client.evict(pod, { uid: 'u' })).rejects.toMatchObject({ problem: 'refused', mayHaveHappened: false });
  });

  it('tells nothing of secrets that the API server repeats', async () => {
    const { url } = await anHttpStub(refusal(400, { message: 'bad: token=very-secret-indeed\nand more' }));
    const client = await clientOf(url);

    await expect(client.get('Pod', pod)).rejects.toThrow(
      /^cluster shop, get pods shop\/web-0: bad: token=\[secret\] and more$/,
    );
  });

  it('carries its preconditions and its body whole', async () => {
    const { url, requests } = await anHttpStub({ status: 200, headers: json, body: '{}' });
    const client = await clientOf(url);

    await client.delete('Pod', pod, { uid: 'u', resourceVersion: '7', dryRun: true });

    expect(requests[0]).toMatchObject({ method: 'DELETE', path: '/api/v1/namespaces/shop/pods/web-0' });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      preconditions: { uid: 'u', resourceVersion: '7' },
      dryRun: ['All'],
      propagationPolicy: 'Background',
    });
  });
});

describe('connections', () => {
  it('are kept, and a question is asked again where the other side had closed one', async () => {
    let opened = 0;
    const server = createServer((_request, response) => {
      response.writeHead(200, json).end(aPod.body);
    });
    server.on('connection', () => (opened += 1));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const client = await clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

    await client.get('Pod', pod);
    await client.get('Pod', pod);
    const before = opened;
    server.closeAllConnections();
    await client.get('Pod', pod);

    expect([before, opened]).toEqual([1, 2]);
  });
});

describe('an object', () => {
  it('of a kind that the API server does not have is no missing object', async () => {
    const { url } = await anHttpStub({ status: 404, body: '404 page not found' });
    const client = await clientOf(url);

    await expect(client.get('PodMetrics', pod)).rejects.toMatchObject({
      problem: 'refused',
      message: 'cluster shop, get pods.metrics.k8s.io shop/web-0: the API server knows nothing of that kind',
    });
  });

  it('that is not there is null', async () => {
    const { url } = await anHttpStub(refusal(404, { reason: 'NotFound', details: { name: 'web-0', kind: 'pods' } }));

    expect(await (await clientOf(url)).get('Pod', pod)).toBeNull();
  });
});

describe('a list', () => {
  it('that the API server has forgotten half-way is not whole', async () => {
    const page = { apiVersion: 'v1', kind: 'PodList', metadata: { continue: 'there' }, items: [{ metadata: pod }] };
    const { url, requests } = await anHttpStub(
      { status: 200, headers: json, body: JSON.stringify(page) },
      refusal(410, { reason: 'Expired' }),
    );
    const client = await clientOf(url);

    const { items, isWhole } = await client.list('Pod', { namespace: 'shop', labels: 'app=a b&c' });

    expect({ isWhole, names: items.map(({ metadata }) => metadata?.name) }).toEqual({
      isWhole: false,
      names: ['web-0'],
    });
    expect(requests.map(({ path }) => path)).toEqual([
      '/api/v1/namespaces/shop/pods?limit=250&labelSelector=app%3Da+b%26c',
      '/api/v1/namespaces/shop/pods?limit=250&labelSelector=app%3Da+b%26c&continue=there',
    ]);
  });
});

describe('a log', () => {
  const question = { container: 'web', previous: true, maxBytes: 100 };
  it('is its end, in whole lines', async () => {
    const { url, requests } = await anHttpStub(text(`${'x'.repeat(60)}\n${'y'.repeat(60)}\nthe last words\n`));
    const client = await clientOf(url);

    const log = await client.readLog(pod, question);

    expect(log).toBe(`${'y'.repeat(60)}\nthe last words\n`);
    expect(requests[0]?.path).toBe(
      '/api/v1/namespaces/shop/pods/web-0/log?container=web&previous=true&tailLines=2&limitBytes=1600',
    );
  });

  it('is asked for by fewer lines where they are long', async () => {
    const { url, requests } = await anHttpStub(text('z'.repeat(1_600)), text(`${'z'.repeat(30)}\n`));
    const client = await clientOf(url);

    const log = await client.readLog(pod, question);

    expect(log).toBe(`${'z'.repeat(30)}\n`);
    expect(requests[1]?.path).toContain('tailLines=1&');
  });

  it.each([
    ['a container that never ran', 400, { message: 'previous terminated container "web" in pod "web-0" not found' }],
    ['a pod that is gone', 404, { reason: 'NotFound', details: { name: 'web-0' } }],
  ])('is none of %s', async (_what, status, said) => {
    const { url } = await anHttpStub(refusal(status, said));

    expect(await (await clientOf(url)).readLog(pod, question)).toBeNull();
  });
});
