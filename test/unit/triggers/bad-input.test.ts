import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RunningTriggerServer } from '../../support/trigger/trigger-server.ts';
import { aTriggerServer } from '../../support/trigger/trigger-server.ts';
import { aBody, aBodyAlert } from '../../support/trigger/webhook-bodies.ts';

const hostile = '<img src=x onerror=alert(1)>';
const json = { 'content-type': 'application/json' };
const goodAlert = aBodyAlert();

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** What a sender gets to read, and that it is short, plain and JSON. */
async function reasonOf(response: Response): Promise<string> {
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const body = (await response.json()) as { error: string };
  expect(Object.keys(body)).toEqual(['error']);
  expect(body.error.length).toBeLessThan(200);
  expect(body.error).not.toContain('onerror');
  return body.error;
}

async function expectToServeTheNext(server: RunningTriggerServer): Promise<void> {
  const before = server.incidents.alerts().length;
  const next = await server.post(aBody());
  expect(next.status).toBe(200);
  expect(await next.json()).toEqual({ accepted: 1, ignored: 0 });
  expect(server.incidents.alerts()).toHaveLength(before + 1);
}

function send(body: string | object, headers?: Readonly<Record<string, string>>) {
  return (server: RunningTriggerServer) => server.post(body, headers);
}

describe('a body in which there is nothing to read', () => {
  const big = 'x'.repeat(11 * 1024 * 1024);
  it.each([
    { what: 'text that is not JSON', send: send(`{"alerts": ${hostile}`), status: 400, reason: /not valid JSON/ },
    { what: 'an empty body', send: send('', json), status: 400, reason: /cannot be empty/ },
    { what: 'an array', send: send([goodAlert]), status: 400, reason: /expected object, received array/ },
    { what: 'a string', send: send(JSON.stringify(hostile)), status: 400, reason: /expected object, received string/ },
    { what: 'null', send: send('null'), status: 400, reason: /expected object, received null/ },
    { what: 'a number', send: send('42'), status: 400, reason: /expected object, received number/ },
    { what: 'an object without alerts', send: send({ [hostile]: 1 }), status: 400, reason: /no list of alerts/ },
    { what: 'alerts that are text', send: send({ alerts: hostile }), status: 400, reason: /no list of alerts/ },
    { what: 'alerts that are an object', send: send({ alerts: { 0: goodAlert } }), status: 400, reason: /no list/ },
    { what: 'an empty list of alerts', send: send({ alerts: [] }), status: 400, reason: /list of alerts is empty/ },
    { what: 'eleven megabytes', send: send(big), status: 413, reason: /too large/, result: 'too-large' },
  ])(
    '$what is answered with $status and a reason',
    async ({ send: sendIt, status, reason, result = 'invalid-body' }) => {
      const server = await aTriggerServer();

      const response = await sendIt(server);

      expect(response.status).toBe(status);
      expect(await reasonOf(response)).toMatch(reason);
      await expect.poll(() => server.counted()).toEqual({ [`request ${result}`]: 1 });
      expect(server.incidents.alerts()).toEqual([]);
      await expectToServeTheNext(server);
    },
  );

  it.each([
    { what: 'XML', headers: { 'content-type': 'application/xml' }, body: `<alerts>${hostile}</alerts>` },
    { what: 'JSON that says it is text', headers: { 'content-type': 'text/plain' }, body: JSON.stringify(aBody()) },
    { what: 'a form', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'alerts=1' },
    { what: 'a content type that is none', headers: { 'content-type': hostile }, body: JSON.stringify(aBody()) },
    { what: 'gzip', headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(JSON.stringify(aBody())) },
  ])('$what is answered with 415 and what to send instead', async ({ headers, body }) => {
    const server = await aTriggerServer();

    const response = await fetch(server.webhookUrl, { method: 'POST', headers, body });

    expect(response.status).toBe(415);
    expect(await reasonOf(response)).toBe('send the body as application/json, and not compressed');
    await expect.poll(() => server.counted()).toEqual({ 'request bad-request': 1 });
    await expectToServeTheNext(server);
  });
});

function manyLabels(count: number, value = 'x'): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`label_${index}`, value]));
}

describe('an alert that cannot be read', () => {
  it.each([
    { what: 'a string', alert: hostile, reason: /expected object/ },
    { what: 'null', alert: null, reason: /expected object/ },
    { what: 'a list', alert: [goodAlert], reason: /expected object/ },
    { what: 'a status of its own', alert: aBodyAlert({ status: hostile }), reason: /status/ },
    { what: 'no status', alert: aBodyAlert({ status: undefined }), reason: /status/ },
    { what: 'no labels', alert: aBodyAlert({ labels: undefined }), reason: /labels/ },
    { what: 'an empty set of labels', alert: aBodyAlert({ labels: {} }), reason: /labels has no label/ },
    { what: 'labels in a list', alert: aBodyAlert({ labels: [hostile] }), reason: /labels/ },
    { what: 'a label that is no text', alert: aBodyAlert({ labels: { [hostile]: 7 } }), reason: /labels/ },
    { what: 'a label that is an object', alert: aBodyAlert({ labels: { alertname: {} } }), reason: /labels/ },
    { what: '5,000 labels', alert: aBodyAlert({ labels: manyLabels(5_000) }), reason: /labels has more than 256/ },
    {
      what: 'a megabyte of label',
      alert: aBodyAlert({ labels: manyLabels(1, 'x'.repeat(1e6)) }),
      reason: /16384 bytes/,
    },
    { what: 'annotations in a list', alert: aBodyAlert({ annotations: [hostile] }), reason: /annotations/ },
    {
      what: 'a start that is no time',
      alert: aBodyAlert({ startsAt: hostile }),
      reason: /startsAt is not an RFC 3339/,
    },
    { what: 'a start on no calendar', alert: aBodyAlert({ startsAt: '2026-02-30T00:00:00Z' }), reason: /startsAt/ },
    { what: 'a start that is a number', alert: aBodyAlert({ startsAt: 1_773_456_067 }), reason: /startsAt/ },
    { what: 'no start', alert: aBodyAlert({ startsAt: undefined }), reason: /startsAt/ },
    { what: 'the zero start', alert: aBodyAlert({ startsAt: '0001-01-01T00:00:00Z' }), reason: /startsAt is the zero/ },
    { what: 'an end that is no time', alert: aBodyAlert({ endsAt: hostile }), reason: /endsAt is not an RFC 3339/ },
    { what: 'a fingerprint that is a number', alert: aBodyAlert({ fingerprint: 7 }), reason: /fingerprint/ },
  ])('with $what is refused, and its neighbours are stored', async ({ alert, reason }) => {
    const server = await aTriggerServer();

    const response = await server.post(aBody({ alerts: [goodAlert, alert] }));

    expect(response.status).toBe(400);
    const told = await reasonOf(response);
    expect(told).toMatch(/^1 of the alerts cannot be read, alert 1: /);
    expect(told).toMatch(reason);
    expect(server.incidents.alerts()).toMatchObject([{ labels: goodAlert['labels'] }]);
    await expect
      .poll(() => server.counted())
      .toEqual({ 'request invalid-alert': 1, 'alert accepted': 1, 'alert invalid': 1 });
    await expectToServeTheNext(server);
  });

  it('says how many there are, and why the first is one', async () => {
    const server = await aTriggerServer();

    const response = await server.post(aBody({ alerts: [7, goodAlert, 8, 9] }));

    expect(await reasonOf(response)).toMatch(/^3 of the alerts cannot be read, alert 0: /);
    await expect.poll(() => server.counted()).toMatchObject({ 'alert accepted': 1, 'alert invalid': 3 });
  });
});

describe('a body that tries to do harm', () => {
  it('may nest a hundred thousand levels in a field that nobody reads', async () => {
    const server = await aTriggerServer();
    const body = `{"extra":${nested(100_000)},"alerts":[${JSON.stringify(goodAlert)}]}`;

    const response = await server.post(body);

    expect(response.status).toBe(200);
    await expectToServeTheNext(server);
  });

  it('is refused when the nesting stands where alerts should', async () => {
    const server = await aTriggerServer();

    const response = await server.post(`{"alerts":${nested(100_000)}}`);

    expect(response.status).toBe(400);
    expect(await reasonOf(response)).toMatch(/expected object, received array/);
    await expect.poll(() => server.counted()).toEqual({ 'request invalid-alert': 1, 'alert invalid': 1 });
    await expectToServeTheNext(server);
  });

  it.each([
    { what: '__proto__ beside the alerts', extra: '"__proto__":{"polluted":true},', label: '' },
    {
      what: 'constructor.prototype beside the alerts',
      extra: '"constructor":{"prototype":{"polluted":1}},',
      label: '',
    },
    { what: '__proto__ as a label', extra: '', label: '"__proto__":"polluted",' },
    { what: '__proto__ as a label with parts', extra: '', label: '"__proto__":{"polluted":"yes"},' },
    { what: 'constructor.prototype as a label', extra: '', label: '"constructor":{"prototype":{"polluted":"yes"}},' },
  ])('cannot get $what past the door, and its alert is stored without it', async ({ extra, label }) => {
    const server = await aTriggerServer();
    const alert = JSON.stringify(goodAlert).replace('"alertname"', `${label}"alertname"`);

    const response = await server.post(`{${extra}"alerts":[${alert}]}`);

    expect(response.status).toBe(200);
    expect(server.incidents.alerts()).toMatchObject([{ labels: goodAlert['labels'] }]);
    expect(JSON.stringify(server.incidents.alerts())).not.toContain('polluted');
    expect({}).not.toHaveProperty('polluted');
    await expectToServeTheNext(server);
  });

  it('may carry control characters, direction overrides and names of object properties: they are stored as they are', async () => {
    const server = await aTriggerServer();
    const labels = {
      alertname: 'Service\u0000Down\u001b[31m',
      service: '\u202Egnp.exe\u2066',
      constructor: 'text',
      'utf-8 name.with/all': '\u00FC',
      lone: '\uD800',
    };

    const response = await server.post(aBody({ alerts: [aBodyAlert({ labels })] }));

    expect(response.status).toBe(200);
    expect(server.incidents.alerts()).toMatchObject([{ labels }]);
    await expectToServeTheNext(server);
  });
});
