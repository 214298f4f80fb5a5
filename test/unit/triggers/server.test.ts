import { describe, expect, it } from 'vitest';
import { problemsIn } from '../../support/metrics/open-metrics.ts';
import { aTriggerServer } from '../../support/trigger/trigger-server.ts';
import { aBody } from '../../support/trigger/webhook-bodies.ts';

const withToken = (token: string) => ({ 'content-type': 'application/json', authorization: token });

describe('the webhook', () => {
  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'answers %s with 405 and what is allowed',
    async (method) => {
      const server = await aTriggerServer();

      const response = await fetch(server.webhookUrl, { method });

      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
      expect(await response.text()).toBe(method === 'HEAD' ? '' : '{"error":"send alerts with POST"}');
      await expect.poll(() => server.counted()).toEqual({ 'request bad-request': 1 });
      expect((await server.post(aBody())).status).toBe(200);
    },
  );

  it.each([
    { path: '/', status: 404, error: 'nothing is served here' },
    { path: '/webhooks/other', status: 404, error: 'nothing is served here' },
    { path: '/webhooks/<script>', status: 404, error: 'nothing is served here' },
    { path: '/webhooks/%zz<script>', status: 400, error: 'the address cannot be read' },
  ])('is not found at $path', async ({ path, status, error }) => {
    const server = await aTriggerServer();

    const response = await fetch(`${server.url}${path}`, { method: 'POST', body: '{}' });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error });
    expect((await server.post(aBody())).status).toBe(200);
  });

  it('answers an error of its own without any detail', async () => {
    const server = await aTriggerServer({ isReady: () => Promise.reject(new Error('secret detail')) });

    const response = await fetch(`${server.url}/readyz`);

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: 'internal error' });
    expect(server.log.text()).toContain('secret detail');
  });
});

describe('tokens', () => {
  const tokens = ['first-token', 'second-token'];

  it.each([
    { what: 'the first of two tokens', authorization: 'Bearer first-token' },
    { what: 'the second of two tokens', authorization: 'Bearer second-token' },
  ])('let in whoever has $what', async ({ authorization }) => {
    const server = await aTriggerServer({ trigger: { tokens } });

    const response = await server.post(aBody(), withToken(authorization));

    expect(response.status).toBe(200);
    expect(server.incidents.alerts()).toHaveLength(1);
  });

  it.each([
    { what: 'a wrong token', headers: withToken('Bearer first-tokem') },
    { what: 'the beginning of a token', headers: withToken('Bearer first') },
    { what: 'both tokens', headers: withToken('Bearer first-token,second-token') },
    { what: 'an empty token', headers: withToken('Bearer ') },
    { what: 'another scheme', headers: withToken('Basic first-token') },
    { what: 'no token', headers: { 'content-type': 'application/json' } },
  ])('keep out whoever has $what', async ({ headers }) => {
    const server = await aTriggerServer({ trigger: { tokens } });

    const response = await server.post(aBody(), headers);

    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: 'send a valid bearer token' });
    expect(server.incidents.alerts()).toEqual([]);
    await expect.poll(() => server.counted()).toEqual({ 'request unauthorized': 1 });
    expect(server.log.text()).not.toContain('first-toke');
    expect((await server.post(aBody(), withToken('Bearer first-token'))).status).toBe(200);
  });

  it('are asked for before anything of the body is read', async () => {
    const server = await aTriggerServer({ trigger: { tokens } });

    const response = await server.post('x'.repeat(11 * 1024 * 1024));

    expect(response.status).toBe(401);
  });

  it('are not asked of probes and scrapers', async () => {
    const server = await aTriggerServer({ trigger: { tokens } });

    const answers = await Promise.all(['/healthz', '/readyz', '/metrics'].map((path) => fetch(server.url + path)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('probes and metrics', () => {
  it.each([
    { isReady: true, status: 200, body: { status: 'ready' } },
    { isReady: false, status: 503, body: { status: 'Temporal does not answer' } },
  ])('answer /readyz with $status when ready is $isReady, and stay alive', async ({ isReady, status, body }) => {
    const server = await aTriggerServer({ isReady: () => Promise.resolve(isReady) });

    const [ready, alive] = await Promise.all([fetch(`${server.url}/readyz`), fetch(`${server.url}/healthz`)]);

    expect(ready.status).toBe(status);
    expect(await ready.json()).toEqual(body);
    expect(alive.status).toBe(200);
    expect(await alive.json()).toEqual({ status: 'alive' });
  });

  it('serve OpenMetrics with the families of the door', async () => {
    const server = await aTriggerServer();
    await server.post(aBody());

    const response = await fetch(`${server.url}/metrics`);
    const text = await response.text();

    expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(problemsIn(text)).toEqual([]);
    expect(text).toContain('nightshift_alerts_received_total{source="alertmanager",result="accepted"} 1');
    expect(text).toContain('nightshift_webhook_accept_seconds_count{source="alertmanager"} 1');
  });
});

describe('a server that closes', () => {
  it('answers what is under way first', async () => {
    const server = await aTriggerServer();
    server.incidents.hold();
    let isClosed = false;

    const answer = server.post(aBody());
    await expect.poll(() => server.incidents.pending()).toBe(1);
    const closing = server.close().then(() => {
      isClosed = true;
    });
    await expect
      .poll(() =>
        fetch(`${server.url}/healthz`).then(
          () => 'listens',
          () => 'is away',
        ),
      )
      .toBe('is away');
    const closedEarly = isClosed;
    server.incidents.release();
    const response = await answer;
    await closing;

    expect(closedEarly).toBe(false);
    expect(response.status).toBe(200);
    expect(response.headers.get('connection')).toBe('close');
    expect(server.incidents.alerts()).toHaveLength(1);
  });
});
