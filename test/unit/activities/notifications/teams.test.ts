import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../activities/contracts/channel.ts';
import { teamsChannel } from '../../../../activities/notifications/teams.ts';
import type { FailureType } from '../../../../model/failures.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aReport } from '../../../support/builders.ts';
import { aHostileReport, hostileText } from '../../../support/channels/hostile.ts';
import { aMessage } from '../../../support/channels/message.ts';
import type { VendorFault } from '../../../support/channels/stand.ts';
import { openTeamsStand } from '../../../support/channels/teams-stand.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { expectNoSecret } from '../../../support/secret-check.ts';

async function aChannel() {
  const stand = await openTeamsStand();
  const memory = aMemoryLog();
  return {
    ...stand,
    memory,
    send: (message: Partial<Message> = {}, url = stand.settings.url) =>
      teamsChannel(aMessage(message), { ...stand.settings, url }, memory),
  };
}

function errorBehindSuccess(status: number): VendorFault {
  const body = `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${status} with s3cret-answer`;
  return { status: 200, body };
}

describe('teamsChannel', () => {
  it('posts one card with the link to the incident', async () => {
    const { send, posted, complaints } = await aChannel();
    const report = aReport({ asks: ['by command: nightshift approve web'], details: ['3 failures'] });

    const receipt = await send({ report });

    expect({ receipt, complaints, cards: posted.length }).toEqual({ receipt: null, complaints: [], cards: 1 });
    expect(posted[0]?.attachments[0]?.content).toMatchObject({
      body: [
        { style: 'attention', items: [{ inlines: [{ text: report.title }] }] },
        { inlines: [{ text: 'severity critical · runbook service-down · firing: ServiceDown' }] },
        { inlines: [{ text: 'What to do' }] },
        { inlines: [{ text: '• by command: nightshift approve web' }] },
        { inlines: [{ text: 'What was found' }] },
        { inlines: [{ text: '• 3 failures' }] },
        { inlines: [{ text: 'What happened' }] },
        { inlines: [{ text: `• ${report.story[0] ?? ''}` }] },
      ],
      actions: [{ type: 'Action.OpenUrl', url: aMessage().page }],
    });
  });

  it('names the person whom a page is for', async () => {
    const { send, posted } = await aChannel();

    await send({ to: { person: 'robin', address: null } });

    expect(posted[0]?.attachments[0]?.content.body[1]).toMatchObject({
      inlines: [{ text: 'This page is for robin.', weight: 'Bolder' }],
    });
  });

  it.each([
    [null, 0],
    ['http://temporal.shop.test/incident', 1],
  ])('has no button for the page %j', async (page, named) => {
    const { send, posted, shown, complaints } = await aChannel();

    await send({ page });

    expect(posted[0]?.attachments[0]?.content.actions).toEqual([]);
    expect(shown[0]?.split('temporal.shop.test')).toHaveLength(named + 1);
    expect(complaints).toEqual([]);
  });

  it.each([1, 5, 200])('shows hostile text %i times over as plain text, in a card that Teams takes', async (times) => {
    const { send, shown, complaints } = await aChannel();
    const dated = `{{{DATE(2026-01-01T00:00:00Z)}} [click](https://evil.example) **bold** <at>all</at> ${hostileText}`;
    const report = aHostileReport(times, {
      asks: [dated],
      details: Array.from({ length: 300 }, () => '"\\日本'.repeat(300)),
    });

    await send({ report, to: { person: hostileText, address: null } });

    expect(complaints).toEqual([]);
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain(
      '• { { {DATE(2026-01-01T00:00:00Z)}} [click](https://evil.example) **bold** <at>all</at>',
    );
    expect(shown[0]).toMatch(/… and \d+ more/);
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
    expect(shown[0]).not.toMatch(/[\0\u001b\u202e\ud800\r]/u);
  });

  it('keeps the newest lines of a log that is too long', async () => {
    const { send, shown } = await aChannel();
    const text = Array.from({ length: 500 }, (_line, index) => `line ${index}`).join('\n');

    await send({ report: aReport({ logs: { source: 'file', text, truncated: false } }) });

    expect(shown[0]).toMatch(/Last log lines\n… and \d+ more\nline \d+\n.*line 499$/s);
  });

  it.each<[string, VendorFault, FailureType, RegExp]>([
    ['wants a pause', { status: 429, retryAfter: '7' }, 'ChannelBusy', /left alone/],
    ['wants a pause, and says so behind a success', 'error-in-success', 'ChannelBusy', /left alone/],
    ['refuses the card behind a success', errorBehindSuccess(413), 'ChannelRefused', /413/],
    ['fails behind a success', errorBehindSuccess(502), 'ChannelUnavailable', /error behind a success/],
    ['has an error in its answer', { status: 200, body: '{"error": {}}' }, 'ChannelUnavailable', /error behind/],
    ['is down', { status: 503 }, 'ChannelUnavailable', /503/],
    ['breaks off', 'reset', 'ChannelUnavailable', /./],
    ['does not run', { status: 400, body: 's3cret-answer' }, 'ChannelRefused', /turned on/],
    ['wants another address', { status: 401 }, 'ChannelRefused', /copy the address/],
    ['is not for us', { status: 403 }, 'ChannelRefused', /copy the address/],
    ['is turned off', { status: 404 }, 'ChannelRefused', /turn it on/],
    ['is gone', { status: 410 }, 'ChannelRefused', /turn it on/],
    ['finds the card too large', { status: 413 }, 'ChannelRefused', /413/],
  ])('fails without a secret where the workflow %s', async (_what, fault, type, message) => {
    const { send, failNext, secrets, memory } = await aChannel();
    failNext(fault);

    const failure = await failureOf(() => send());

    expect(failure).toMatchObject({ ...aFailure(type), message: expect.stringMatching(message) as string });
    expectNoSecret(secrets, failure, memory);
  });

  it('waits as long as the workflow says', async () => {
    const { send, failNext } = await aChannel();
    failNext({ status: 429, retryAfter: '7' });

    const failure = await failureOf(() => send());

    expect(failure.nextRetryDelay).toBe(7_000);
  });

  it('takes the success of older addresses', async () => {
    const { send, failNext } = await aChannel();
    failNext({ status: 200, body: '1' });

    expect(await send()).toBeNull();
  });

  it('is refused where the address is none', async () => {
    const { send, memory } = await aChannel();

    const failure = await failureOf(() => send({}, 's3cret-address'));

    expect(failure).toMatchObject(aFailure('ChannelRefused'));
    expectNoSecret(['s3cret-address'], failure, memory);
  });
});
