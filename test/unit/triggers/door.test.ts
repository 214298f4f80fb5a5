import { describe, expect, it } from 'vitest';
import { aService, described } from '../../support/builders.ts';
import { aTriggerServer } from '../../support/trigger/trigger-server.ts';
import { aBody, aBodyAlert, bodyAlertsOfHosts } from '../../support/trigger/webhook-bodies.ts';

const ignoredRoute = {
  name: 'heartbeats',
  match: { alertname: 'Watchdog' },
  ignore: true,
  groupBy: null,
  runbook: null,
};

describe('the door', () => {
  it.each([
    { count: 3, way: 'to their incidents' },
    { count: 30, way: 'as a package' },
  ])('answers only when all of $count alerts have been stored $way', async ({ count }) => {
    const server = await aTriggerServer();
    server.incidents.hold();
    let answered = false;

    const answer = server.post(aBody({ alerts: bodyAlertsOfHosts(count) })).then((response) => {
      answered = true;
      return response;
    });
    await expect.poll(() => server.incidents.pending()).toBeGreaterThan(0);
    // Another request goes all the way there and back meanwhile.
    await fetch(`${server.url}/healthz`);
    const answeredEarly = answered;
    server.incidents.release();
    const response = await answer;

    expect(answeredEarly).toBe(false);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ accepted: count, ignored: 0 });
    expect(server.incidents.alerts()).toHaveLength(count);
    await expect.poll(() => server.counted()).toEqual({ 'request accepted': 1, 'alert accepted': count });
  });

  it.each([
    { what: 'Temporal is away', message: 'connect ECONNREFUSED' },
    { what: 'Temporal asks for less', message: '8 RESOURCE_EXHAUSTED: namespace rate limit exceeded' },
  ])('answers 503 when $what, tells the log why and the sender nothing of it', async ({ message }) => {
    const server = await aTriggerServer();
    server.incidents.failWith(new Error('Failed to start', { cause: new Error(message) }));

    const response = await server.post(aBody({ alerts: bodyAlertsOfHosts(2) }));

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ error: 'the alerts could not be stored, come back later' });
    await expect.poll(() => server.counted()).toEqual({ 'request temporal-unavailable': 1, 'alert unavailable': 2 });
    expect(server.log.lines().at(-1)).toMatchObject({ msg: 'request failed', reason: message });
  });

  it('accepts the same body once Temporal is back', async () => {
    const server = await aTriggerServer();
    server.incidents.failWith(new Error('away'));
    await server.post(aBody());
    server.incidents.failWith(undefined);

    const response = await server.post(aBody());

    expect(response.status).toBe(200);
    expect(server.incidents.alerts()).toHaveLength(1);
  });

  it('answers 503 when more alerts are being stored than memory is meant for, and accepts again afterwards', async () => {
    const server = await aTriggerServer();
    const many = aBody({ alerts: bodyAlertsOfHosts(12_000, { annotations: {} }) });
    server.incidents.hold();

    const first = server.post(many);
    await expect.poll(() => server.incidents.pending(), { timeout: 10_000 }).toBeGreaterThan(0);
    const second = await server.post(many);
    server.incidents.release();

    expect(second.status).toBe(503);
    expect(await second.json()).toEqual({ error: 'too many alerts are being stored, come back later' });
    expect((await first).status).toBe(200);
    expect((await server.post(many)).status).toBe(200);
    await expect
      .poll(() => server.counted())
      .toEqual({
        'request overloaded': 1,
        'request accepted': 2,
        'alert unavailable': 12_000,
        'alert accepted': 24_000,
      });
  });

  it('answers 503 and not 400 when good alerts beside a bad one cannot be stored', async () => {
    const server = await aTriggerServer();
    server.incidents.failWith(new Error('away'));

    const response = await server.post(aBody({ alerts: [aBodyAlert(), { bad: true }] }));

    expect(response.status).toBe(503);
    await expect
      .poll(() => server.counted())
      .toEqual({ 'request temporal-unavailable': 1, 'alert unavailable': 1, 'alert invalid': 1 });
  });

  it('sorts each alert of a group to its own incident, and leaves out what a route ignores', async () => {
    const server = await aTriggerServer({ described: described(aService()), routes: [ignoredRoute] });
    const alerts = [
      aBodyAlert(),
      aBodyAlert({ labels: { alertname: 'Watchdog', severity: 'none' } }),
      aBodyAlert({ labels: { alertname: 'HostDown', instance: 'db-1:9100' } }),
      aBodyAlert({ labels: { alertname: 'HighLatency', service: 'web' } }),
    ];

    const response = await server.post(aBody({ alerts }));

    expect(await response.json()).toEqual({ accepted: 3, ignored: 1 });
    expect(server.incidents.delivered.map(([key, deliveries]) => [key, deliveries.length])).toEqual([
      ['host/host-1/service/web', 2],
      ['host/db-1', 1],
    ]);
    await expect
      .poll(() => server.counted())
      .toEqual({ 'request accepted': 1, 'alert accepted': 3, 'alert ignored': 1 });
  });

  it('accepts a body of nothing but ignored alerts without asking Temporal', async () => {
    const server = await aTriggerServer({ routes: [ignoredRoute] });
    server.incidents.failWith(new Error('away'));

    const response = await server.post(aBody({ alerts: [aBodyAlert({ labels: { alertname: 'Watchdog' } })] }));

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ accepted: 0, ignored: 1 });
  });

  it('counts what the sender says it left out', async () => {
    const server = await aTriggerServer();

    await server.post(aBody({ truncatedAlerts: 7 }));
    await server.post(aBody({ truncatedAlerts: 'many' }));

    expect(await server.truncated()).toBe(7);
  });
});
