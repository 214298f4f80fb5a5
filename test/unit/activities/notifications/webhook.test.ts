import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { webhookChannel } from '../../../../activities/notifications/webhook.ts';
import type { Message } from '../../../../activities/contracts/channel.ts';
import { aReport } from '../../../support/builders.ts';
import { aHostileReport } from '../../../support/channels/hostile.ts';
import { aMessage } from '../../../support/channels/message.ts';
import { openWebhookStand } from '../../../support/channels/webhook-stand.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { anHttpStub } from '../../../support/http/http-stub.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';

type Verify = (headers: Readonly<Record<string, string>>, body: string, secret: string, nowMs: number) => boolean;

const document = readFileSync(new URL('../../../../docs/webhook.md', import.meta.url), 'utf8');
const deps = { log: aMemoryLog().log };

async function sent(message: Message, settings: object = {}) {
  const stand = await openWebhookStand();
  await webhookChannel(message, { ...stand.settings, ...settings }, deps);
  const [request] = stand.requests;
  return { ...stand, headers: request?.headers as Record<string, string>, body: request?.body ?? '' };
}

describe('the channel webhook', () => {
  it('posts the report as it is, with a version, its id, whom it is for and where people see it', async () => {
    const to = { person: 'alex', address: null };
    const report = aReport({ logs: { source: 'file', text: 'last words', truncated: false } });

    const { shown, complaints } = await sent(aMessage({ report, to }));

    expect(shown.map((body) => JSON.parse(body) as unknown)).toEqual([
      { version: 1, id: aMessage().id, to, page: aMessage().page, ...report },
    ]);
    expect(complaints).toEqual([]);
  });

  it('names the message on every attempt by the same key, and signs each attempt anew', async () => {
    const stand = await openWebhookStand();

    await webhookChannel(aMessage(), stand.settings, deps);
    await webhookChannel(aMessage({ attempt: 2 }), stand.settings, deps);

    expect(stand.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([aMessage().id, aMessage().id]);
    expect(stand.requests[1]?.body).toBe(stand.requests[0]?.body);
    expect(stand.shown).toHaveLength(1);
    expect(stand.complaints).toEqual([]);
  });

  it.each([
    ['plain', 'a/b-1', 'a/b-1', 'a/b-1'],
    ['with full stops', 'host/db.example.com', 'host/db.example.com', 'host/db%2Eexample%2Ecom'],
    ['with anything else', 'ü\r\nx: \ud800', '%C3%BC%0D%0Ax:%20%EF%BF%BD', '%C3%BC%0D%0Ax:%20%EF%BF%BD'],
  ])('has an id %s in the headers that is signed', async (_what, id, key, webhookId) => {
    const { headers, complaints } = await sent(aMessage({ id }));

    expect(headers).toMatchObject({ 'idempotency-key': key, 'webhook-id': webhookId });
    expect(complaints).toEqual([]);
  });

  it('is signed with the bytes of a secret that is no base64, and not at all without one', async () => {
    const stub = await anHttpStub({ status: 204 }, { status: 204 });
    const settings = { ...(await openWebhookStand()).settings, url: stub.url };

    await webhookChannel(aMessage(), { ...settings, signingSecret: 'plain secret' }, deps);
    await webhookChannel(aMessage(), { ...settings, signingSecret: null }, deps);

    const [signed, unsigned] = stub.requests;
    const verify = await documentedVerification();
    const headers = signed?.headers as Record<string, string>;
    expect(verify(headers, signed?.body ?? '', 'plain secret', Date.now())).toBe(true);
    expect(unsigned?.headers).not.toHaveProperty('webhook-signature');
  });

  it('lets its own headers win, however an operator has spelt them', async () => {
    const { headers, complaints } = await sent(aMessage(), {
      headers: { 'X-Key': 's3cret-header', 'Content-Type': 'text/plain', 'Idempotency-KEY': 'mine' },
    });

    expect(headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': aMessage().id });
    expect(complaints).toEqual([]);
  });

  it.each([
    ['ok: false', '{"ok": false}'],
    ['success: false', '{"success": false}'],
    ['an error', '{"error": "s3cret"}'],
    ['an error as an object', '{"error": {"code": 1}}'],
    ['a list of errors', '{"errors": ["s3cret"]}'],
  ])('tries again where a receiver says 200 and %s', async (_what, body) => {
    const stub = await anHttpStub({ status: 200, body });
    const { settings } = await openWebhookStand();

    const failure = await failureOf(() => webhookChannel(aMessage(), { ...settings, url: stub.url }, deps));

    expect(failure).toMatchObject(aFailure('ChannelUnavailable'));
    expect(failure.message).not.toContain('s3cret');
  });

  it.each([
    ['no error', '{"ok": true, "error": null, "errors": []}'],
    ['an empty error', '{"error": ""}'],
    ['a list', '[{"error": 1}]'],
    ['null', 'null'],
    ['plain text', 'error'],
    ['nothing', ''],
    ['more than is read', `{"error": "${'x'.repeat(70_000)}"}`],
  ])('takes 200 and %s for success', async (_what, body) => {
    const stub = await anHttpStub({ status: 200, body });
    const { settings } = await openWebhookStand();

    expect(await webhookChannel(aMessage(), { ...settings, url: stub.url }, deps)).toBeNull();
  });

  it('follows no redirect', async () => {
    const target = await openWebhookStand();
    const stub = await anHttpStub({ status: 307, headers: { location: target.settings.url } });

    const failure = await failureOf(() => webhookChannel(aMessage(), { ...target.settings, url: stub.url }, deps));

    expect(failure).toMatchObject(aFailure('ChannelRefused'));
    expect(target.requests).toEqual([]);
  });

  it('says hostile text as data only', async () => {
    const report = aHostileReport(50);

    const { shown, complaints } = await sent(aMessage({ report, id: report.incident.slice(0, 200) }));

    expect(JSON.parse(shown[0] ?? '')).toMatchObject({ title: report.title, asks: report.asks });
    expect(complaints).toEqual([]);
  });
});

describe('docs/webhook.md', () => {
  it('describes every field of the body', async () => {
    const { body } = await sent(aMessage());

    const fields = [...document.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);

    expect(new Set(fields)).toEqual(new Set(Object.keys(JSON.parse(body) as object)));
  });

  it.each<[string, boolean, (request: { headers: Record<string, string>; body: string }) => Parameters<Verify>]>([
    ['a request of ours', true, ({ headers, body }) => [headers, body, secret, Date.now()]],
    ['another body', false, ({ headers, body }) => [headers, `${body} `, secret, Date.now()]],
    ['another id', false, ({ headers, body }) => [{ ...headers, 'webhook-id': 'x' }, body, secret, Date.now()]],
    ['another secret', false, ({ headers, body }) => [headers, body, 'whsec_AAAA', Date.now()]],
    ['an old request', false, ({ headers, body }) => [headers, body, secret, Date.now() + 301_000]],
    ['no signature', false, ({ body }) => [{}, body, secret, Date.now()]],
  ])('verifies %s as its example does', async (_what, expected, change) => {
    const request = await sent(aMessage());
    const verify = await documentedVerification();

    expect(verify(...change(request))).toBe(expected);
  });
});

const secret = `whsec_${Buffer.from('a signing key of thirty-two byte').toString('base64')}`;

async function documentedVerification(): Promise<Verify> {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(document) ?? [];
  const { verify } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { readonly verify: Verify };
  return verify;
}
