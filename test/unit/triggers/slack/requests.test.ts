import { describe, expect, it } from 'vitest';
import { isSignedBySlack } from '../../../../triggers/slack/signature.ts';
import type { SlackTrigger } from '../../../support/trigger/slack-clicks.ts';
import { aClick, aSlackTrigger, anAction, formOf, signed } from '../../../support/trigger/slack-clicks.ts';
import { aTriggerServer } from '../../../support/trigger/trigger-server.ts';

/** Sends a body with a header or more left out. */
function without(trigger: SlackTrigger, body: string, ...names: readonly string[]): Promise<Response> {
  const headers = Object.entries(signed(body)).filter(([name]) => !names.includes(name));
  return fetch(`${trigger.server.url}/webhooks/slack`, { method: 'POST', body, headers: Object.fromEntries(headers) });
}

const body = aClick();

describe('the signature', () => {
  it('is that of the example in the documentation of Slack', () => {
    const example = Buffer.from(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
        '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com' +
        '%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    );
    const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';

    const isSigned = isSignedBySlack(
      { body: example, timestamp: '1531420618', signature },
      '8f742231b10e8888abcd99yyyzzz85a5',
      1_531_420_618_000,
    );

    expect(isSigned).toBe(true);
  });

  it.each([
    { what: 'by another secret', send: (t: SlackTrigger) => t.send(body, signed(body, 0, 'wrong')) },
    { what: 'of another body', send: (t: SlackTrigger) => t.send(`${body}x`, signed(body)) },
    {
      what: 'of a body with one other byte',
      send: (t: SlackTrigger) => t.send(body.replace('alex', 'alez'), signed(body)),
    },
    { what: 'six minutes old', send: (t: SlackTrigger) => t.send(body, signed(body, -360)) },
    { what: 'from six minutes ahead', send: (t: SlackTrigger) => t.send(body, signed(body, 360)) },
    {
      what: 'with another time',
      send: (t: SlackTrigger) => t.send(body, { 'x-slack-request-timestamp': '1750000000' }),
    },
    {
      what: 'with a time that is none',
      send: (t: SlackTrigger) => t.send(body, { 'x-slack-request-timestamp': 'NaN' }),
    },
    { what: 'cut short', send: (t: SlackTrigger) => t.send(body, { 'x-slack-signature': 'v0=12' }) },
    { what: 'empty', send: (t: SlackTrigger) => t.send(body, { 'x-slack-signature': '' }) },
    { what: 'missing', send: (t: SlackTrigger) => without(t, body, 'x-slack-signature') },
    { what: 'without a time', send: (t: SlackTrigger) => without(t, body, 'x-slack-request-timestamp') },
    { what: 'over nothing at all', send: (t: SlackTrigger) => t.send('', signed(body)) },
  ])('that is $what is refused', async ({ send }) => {
    const trigger = await aSlackTrigger();

    const response = await send(trigger);

    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: 'this is not signed by Slack, or not within the last five minutes',
    });
    expect(trigger.asked).toEqual([]);
    await expect.poll(() => trigger.server.counted()).toEqual({ 'request unauthorized': 1 });
  });

  it.each([-290, 290])('may be %d seconds off', async (seconds) => {
    const trigger = await aSlackTrigger();

    expect((await trigger.send(body, signed(body, seconds))).status).toBe(200);
  });
});

describe('a signed request with something else', () => {
  const json = { 'content-type': 'application/json' };
  it.each([
    { what: 'a submitted view', form: formOf({ type: 'view_submission', user: {} }), reason: /only clicks on buttons/ },
    { what: 'a question for options', form: formOf({ type: 'block_suggestion' }), reason: /only clicks on buttons/ },
    { what: 'a shortcut', form: formOf({ type: 'shortcut' }), reason: /only clicks on buttons/ },
    { what: 'a payload without a type', form: formOf({}), reason: /not an interaction/ },
    { what: 'a list', form: formOf([]), reason: /not an interaction/ },
    { what: 'null', form: formOf(null), reason: /not an interaction/ },
    { what: 'no JSON', form: 'payload=%7B', reason: /not an interaction/ },
    { what: 'no payload', form: 'token=x', reason: /one field named payload/ },
    { what: 'two payloads', form: `${body}&${body}`, reason: /one field named payload/ },
    { what: 'a user that is none', form: aClick({ user: { id: '<@U1>' } }), reason: /cannot be read: user/ },
    { what: 'no action', form: aClick({ actions: [] }), reason: /cannot be read: actions/ },
    { what: 'two actions', form: aClick({ actions: [anAction(), anAction()] }), reason: /cannot be read: actions/ },
    {
      what: 'a menu',
      form: aClick({ actions: [anAction({ type: 'static_select' })] }),
      reason: /cannot be read: actions/,
    },
    {
      what: 'a value that is an object',
      form: aClick({ actions: [anAction({ value: {} })] }),
      reason: /cannot be read/,
    },
    {
      what: 'a value that is too long',
      form: aClick({ actions: [anAction({ value: 'x'.repeat(2_001) })] }),
      reason: /cannot/,
    },
    {
      what: 'a prototype in place of a user',
      form: body.replace('%22user%22', '%22__proto__%22'),
      reason: /read: user/,
    },
  ])('such as $what is answered with a reason', async ({ form, reason }) => {
    const trigger = await aSlackTrigger();

    const response = await trigger.send(form);

    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: string }).error).toMatch(reason);
    expect(trigger.asked).toEqual([]);
    await expect.poll(() => trigger.server.counted()).toEqual({ 'request invalid-body': 1 });
  });

  it.each([
    { what: 'the handshake of the Events API', text: '{"type":"url_verification","challenge":"x"}', headers: json },
    { what: 'a click as JSON', text: JSON.stringify({ payload: '{}' }), headers: json },
    { what: 'a click as plain text', text: body, headers: { 'content-type': 'text/plain' } },
  ])('such as $what is told where the address belongs', async ({ text, headers }) => {
    const trigger = await aSlackTrigger();

    const response = await trigger.send(text, headers);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: 'this address takes clicks alone: enter it under Interactivity, and nowhere else',
    });
  });

  it('takes names of prototypes among foreign fields as nothing special', async () => {
    const trigger = await aSlackTrigger();
    const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '') as object;
    const text = JSON.stringify(payload).replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{}},');

    const response = await trigger.send(new URLSearchParams({ payload: text }).toString());

    expect(response.status).toBe(200);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('is refused unread when it is larger than a message can be', async () => {
    const trigger = await aSlackTrigger();

    const response = await trigger.send(`payload=${'x'.repeat(1024 * 1024)}`);

    expect(response.status).toBe(413);
    await expect.poll(() => trigger.server.counted()).toEqual({ 'request too-large': 1 });
  });
});

describe('the address', () => {
  it.each(['GET', 'PUT', 'DELETE'])('answers %s with 405', async (method) => {
    const { server } = await aSlackTrigger();

    const response = await fetch(`${server.url}/webhooks/slack`, { method });

    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is not there where no channel has buttons', async () => {
    const server = await aTriggerServer();

    const response = await fetch(`${server.url}/webhooks/slack`, { method: 'POST', body, headers: signed(body) });

    expect(response.status).toBe(404);
  });
});
