import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { smsChannel } from '../../../../activities/notifications/sms.ts';
import { aReport } from '../../../support/builders.ts';
import { aHostileReport } from '../../../support/channels/hostile.ts';
import { aMessage } from '../../../support/channels/message.ts';
import { openSmsStand, segmentsOf } from '../../../support/channels/sms-stand.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';

const deps = { log: aMemoryLog().log };
const alex = '+4915112345678';
const kim = '+4915187654321';
const optedOut = '+15005550004';
const noNumber = '+15005550001';

describe('the channel sms', () => {
  it('sends what has happened, where it is seen, and a tag', async () => {
    const stand = await openSmsStand();
    const asks = ['code 1a2b3c4d, 0 of 1 approvals', 'by command: nightshift approve host/x --code 1a2b3c4d'];

    await smsChannel(aMessage({ report: aReport({ asks }) }), stand.settings, deps);

    const { page } = aMessage();
    expect(stand.complaints).toEqual([]);
    expect(stand.messages.map(({ to, body }) => [to, body.split('\n')])).toEqual([
      [
        alex,
        [
          'A human is needed: host/host-1/service/web',
          'critical, firing: ServiceDown',
          'code 1a2b3c4d, 0 of 1 approvals',
          'by command: nightshift approve host/x --code 1a2b3c4d',
          page,
          expect.stringMatching(/^#[0-9a-f]{8}$/),
        ],
      ],
    ]);
  });

  it('sends it to the one whom it is for, else to everybody', async () => {
    const stand = await openSmsStand();
    const settings = { ...stand.settings, to: [alex, kim] };

    await smsChannel(aMessage({ to: { person: 'sam', address: '+15005550010' } }), settings, deps);
    await smsChannel(aMessage({ id: 'another' }), settings, deps);

    expect(stand.messages.map(({ to }) => to).toReversed()).toEqual(['+15005550010', ...[alex, kim].toSorted()]);
  });

  it('sends nothing again that an attempt has sent whose answer was lost', async () => {
    const stand = await openSmsStand();
    await smsChannel(aMessage({ id: 'another' }), stand.settings, deps);
    await smsChannel(aMessage(), stand.settings, deps);
    await smsChannel(aMessage({ id: 'a third' }), stand.settings, deps);

    await smsChannel(aMessage({ attempt: 2 }), stand.settings, deps);

    expect(stand.messages).toHaveLength(3);
  });

  it('sends on a later attempt what no earlier one has sent', async () => {
    const stand = await openSmsStand();
    await smsChannel(aMessage({ id: 'another' }), stand.settings, deps);

    await smsChannel(aMessage({ attempt: 2 }), stand.settings, deps);

    expect(stand.messages).toHaveLength(2);
  });

  it('sends nothing where it cannot be known whether it was sent', async () => {
    const stand = await openSmsStand();
    stand.failNext({ status: 503 });

    const failure = await failureOf(() => smsChannel(aMessage({ attempt: 2 }), stand.settings, deps));

    expect(failure).toMatchObject(aFailure('ChannelUnavailable'));
    expect(stand.messages).toEqual([]);
  });

  it('tells everybody else where one cannot be told, and says so', async () => {
    const stand = await openSmsStand();

    const failure = await failureOf(() =>
      smsChannel(aMessage(), { ...stand.settings, to: [optedOut, alex, noNumber, kim] }, deps),
    );

    expect(failure).toMatchObject(aFailure('ChannelRefused'));
    expect(failure.message).toBe(
      '2 of 4 could not be told: the sms channel refused the report: status 400, code 21610',
    );
    expect(stand.messages.map(({ to }) => to).toSorted()).toEqual([alex, kim].toSorted());
  });

  it('tells only those again whom the attempt before has not reached', async () => {
    const stand = await openSmsStand();
    const settings = { ...stand.settings, to: [alex, kim] };
    const environment = new MockActivityEnvironment({ attempt: 1 });
    const left: unknown[] = [];
    environment.on('heartbeat', (details) => left.push(details));
    stand.failNext({ status: 500 });

    const failure = await failureOf(() => environment.run(() => smsChannel(aMessage(), settings, deps)));
    const next = new MockActivityEnvironment({ attempt: 2, heartbeatDetails: left.at(-1) });
    stand.failNext({ status: 200, body: '{"messages": []}' });
    await next.run(() => smsChannel(aMessage({ attempt: 2 }), settings, deps));

    expect(failure).toMatchObject(aFailure('ChannelUnavailable'));
    expect(stand.messages.map(({ to }) => to).toSorted()).toEqual([alex, kim].toSorted());
    expect(JSON.stringify(left)).not.toMatch(/\+49/);
  });

  it.each([
    ['a wrong token', { status: 401, body: '{"code": 20003, "message": "s3cret-answer"}' }, 'ChannelRefused'],
    ['a number that is none', { status: 400, body: '{"code": 21211}' }, 'ChannelRefused'],
    ['a number that is not verified', { status: 400, body: '{"code": 21608}' }, 'ChannelRefused'],
    ['a full queue', { status: 400, body: '{"code": 30001}' }, 'ChannelBusy'],
    ['a full queue of the number', { status: 400, body: '{"code": 21611}' }, 'ChannelBusy'],
    ['too many requests', { status: 429, retryAfter: '3', body: '{"code": 20429}' }, 'ChannelBusy'],
    ['an answer that is none', { status: 400, body: 's3cret-answer' }, 'ChannelRefused'],
    ['a broken server', { status: 500, body: '{"code": 20500}' }, 'ChannelUnavailable'],
    ['a message that failed at once', 'error-in-success', 'ChannelUnavailable'],
    ['a success without a message', { status: 200, body: '{}' }, 'ChannelUnavailable'],
  ] as const)('turns %s into the failure of that kind', async (_what, fault, type) => {
    const stand = await openSmsStand();
    stand.failNext(fault);

    const failure = await failureOf(() => smsChannel(aMessage(), stand.settings, deps));

    expect(failure).toMatchObject(aFailure(type));
    expect(stand.secrets.filter((secret) => failure.message.includes(secret))).toEqual([]);
  });

  it('waits as long as Twilio says', async () => {
    const stand = await openSmsStand();
    stand.failNext({ status: 429, retryAfter: '3', body: '{"code": 20429}' });

    const failure = await failureOf(() => smsChannel(aMessage(), stand.settings, deps));

    expect(failure.nextRetryDelay).toBe(3_000);
  });

  it.each([
    ['nobody in particular, and no number is named for that', null, []],
    ['somebody who has no number, though others have', { person: 'sam', address: null }, [alex]],
  ])('refuses what is for %s', async (_whom, to, numbers) => {
    const stand = await openSmsStand();

    const failure = await failureOf(() => smsChannel(aMessage({ to }), { ...stand.settings, to: numbers }, deps));

    expect(failure).toMatchObject(aFailure('ChannelRefused'));
    expect(stand.messages).toEqual([]);
  });

  it.each([
    ['plain words', 'word '.repeat(500), 3],
    ['characters that count twice', '~'.repeat(1_000), 3],
    ['another alphabet', 'ж'.repeat(1_000), 4],
    ['pairs of surrogates', '𠮷'.repeat(1_000), 4],
    ['pairs behind one more character', `x${'𠮷'.repeat(1_000)}`, 4],
  ])('fits %s into few segments, with the page and the tag whole', async (_what, title, segments) => {
    const stand = await openSmsStand();

    await smsChannel(aMessage({ report: aReport({ title }) }), stand.settings, deps);

    const [{ body } = { body: '' }] = stand.messages;
    expect(stand.complaints).toEqual([]);
    // What half of a pair becomes in a form.
    expect(body).not.toContain('\ufffd');
    expect(body.split('\n').slice(-2)).toEqual([aMessage().page, expect.stringMatching(/^#[0-9a-f]{8}$/)]);
    expect(segmentsOf(body)).toBe(segments);
  });

  it('leaves out a page that would leave no room for what has happened', async () => {
    const stand = await openSmsStand();
    const page = `https://temporal.example.com/${'x'.repeat(400)}`;

    await smsChannel(aMessage({ page }), stand.settings, deps);

    expect(stand.messages[0]?.body).toMatch(/^A human is needed: host\/host-1\/service\/web\n.*\n#[0-9a-f]{8}$/);
  });

  it.each([1, 300])('lets no link and no second tag arise from hostile text, %i times over', async (times) => {
    const stand = await openSmsStand();

    await smsChannel(aMessage({ report: aHostileReport(times) }), stand.settings, deps);

    const [{ body } = { body: '' }] = stand.messages;
    expect(stand.complaints).toEqual([]);
    expect(body.match(/https?:\/\/\S+/g)).toEqual([aMessage().page]);
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
    expect(body).not.toMatch(/[\u0000\u001b\u202e\r<>"]|#.*#/);
  });
});
