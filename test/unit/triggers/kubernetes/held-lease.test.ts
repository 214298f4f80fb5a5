import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { lazyClient, temporalSettings } from '../../../../clients/temporal/temporal.ts';
import { aKubeconfig } from '../../../support/kubernetes/access/kubeconfig.ts';
import { aWatch } from '../../../support/kubernetes/watched/watching.ts';

/** Requests to the cluster may take longer than the lease lasts without a renewal. */
const [timing, timeoutMs] = [{ durationMs: 8_000, renewWithinMs: 5_000, retryMs: 300 }, 20_000];
const version = { metadata: { resourceVersion: '1' } };

/** An API server without any object but one lease; nothing answers the writes to it that are named, by their number. */
async function anApiServer(unanswered: readonly number[]) {
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { uid: 'u', resourceVersion: '1' } };
  const seen = { writes: 0 };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    if (request.url?.includes('watch=1')) return response.writeHead(200).flushHeaders();
    if (!request.url?.includes('/leases/')) return response.end(JSON.stringify({ ...version, items: [] }));
    const change = await written(request);
    if (request.method === 'PATCH') seen.writes += 1;
    if (request.method === 'PATCH' && unanswered.includes(seen.writes)) return undefined;
    Object.assign(lease, change, { metadata: lease.metadata });
    return response.end(JSON.stringify(lease));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

async function written(request: IncomingMessage): Promise<object> {
  const chunks = await request.toArray();
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as object);
}

it('a lease is not lost by one request that nothing answers', async () => {
  const { url, seen } = await anApiServer([4]);
  const client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: '127.0.0.1:1' }));
  onTestFinished(() => client.connection.close());
  const watch = aWatch(client, await aKubeconfig(url), 'nightshift', { timing, timeoutMs });

  await vi.waitFor(() => expect(seen.writes).toBe(4), { timeout: 10_000, interval: 20 });
  await sleep(timing.renewWithinMs);

  expect(seen.writes).toBeGreaterThan(4);
  expect(watch.states()).toEqual({ shop: 'watching' });
  expect(watch.log.text()).toContain('the lease of the watch was not renewed');
  expect(watch.log.text()).not.toContain('this trigger does not watch the cluster any more');
});
