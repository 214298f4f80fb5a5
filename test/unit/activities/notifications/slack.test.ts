import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../activities/contracts/channel.ts';
import { slackChannel } from '../../../../activities/notifications/slack.ts';
import type { SlackSettings } from '../../../../model/notices/channel-settings.ts';
import type { Receipt } from '../../../../model/notices/notice.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aReport } from '../../../support/builders.ts';
import type { SlackStand } from '../../../support/channels/slack-stand.ts';
import { openSlackStand, slackPeople } from '../../../support/channels/slack-stand.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { expectNoSecret } from '../../../support/secret-check.ts';

const page = 'https://temporal.example.com/namespaces/default/workflows/incident%3Ahost';
const approval = aReport({
  kind: 'approval-needed',
  title: 'An approval is needed: web',
  code: '1a2b3c4d',
  run: 'run-1',
});
const repairing = aReport({ kind: 'repairing', title: 'Repair begins: web', story: ['1 asked', '2 approved'] });
const resolved = aReport({ kind: 'resolved', title: 'Resolved: web', story: ['1 asked', '2 approved', '3 healthy'] });

function tell(stand: SlackStand, message: Partial<Message>, settings: Partial<SlackSettings> = {}) {
  const whole: Message = { report: aReport(), id: 'run/1', attempt: 1, to: null, receipt: null, page, ...message };
  return slackChannel(whole, { ...stand.settings, ...settings }, { log: aMemoryLog().log });
}

const labelsIn = ({ messages }: SlackStand) => messages[0]?.buttons.map(({ label }) => label);

describe('the message of an incident', () => {
  it('is posted once and then updated in place, with a reply in its thread for what is new', async () => {
    const stand = await openSlackStand();

    const first = await tell(stand, { report: { ...approval, story: ['1 asked'] } });
    const second = await tell(stand, { report: repairing, id: 'run/2', receipt: first });
    await tell(stand, { report: resolved, id: 'run/3', receipt: second });

    const [message, ...replies] = stand.messages;
    expect(message?.text).toMatch(/^Resolved: web\n/);
    expect(replies.map(({ text }) => text)).toEqual(['Repair begins: web\n2 approved', 'Resolved: web\n3 healthy']);
    expect(replies.every(({ thread, broadcast }) => thread === message?.ts && !broadcast)).toBe(true);
    expect(stand.complaints).toEqual([]);
  });

  it('gets no reply where there is nothing new', async () => {
    const stand = await openSlackStand();
    const receipt = await tell(stand, { report: repairing });

    await tell(stand, { report: { ...repairing, severity: 'warning' }, receipt });

    expect(stand.messages).toHaveLength(1);
    expect(stand.messages[0]?.text).toContain('severity warning');
  });

  it('is told in the channel as well when somebody has to act: an edit wakes nobody', async () => {
    const stand = await openSlackStand();
    const receipt = await tell(stand, { report: repairing });

    await tell(stand, { report: aReport({ story: repairing.story }), receipt });

    expect(stand.messages[1]).toMatchObject({ broadcast: true, text: 'A human is needed: host/host-1/service/web' });
  });

  it('goes to one person, by the conversation with them', async () => {
    const stand = await openSlackStand();
    const to = { person: 'alex', address: slackPeople.alex };

    const receipt = await tell(stand, { report: approval, to });
    await tell(stand, { report: resolved, to, receipt });

    expect(stand.messages.map(({ channel }) => channel)).toEqual(['D0000000001', 'D0000000001']);
    expect(stand.calls).toEqual(['conversations.open', 'chat.postMessage', 'chat.update', 'chat.postMessage']);
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'is posted anew when Slack answers %s',
    async (word) => {
      const stand = await openSlackStand();
      const receipt = await tell(stand, { report: repairing });
      stand.removeMessages();
      stand.refuseNext(word);

      const next = await tell(stand, { report: resolved, receipt });

      expect(stand.messages.map(({ thread }) => thread)).toEqual([null]);
      expect(next).toMatchObject({ channel: 'C0123456789', ts: stand.messages[0]?.ts });
    },
  );

  it('is posted anew where incidents go to another channel by now', async () => {
    const stand = await openSlackStand();
    const receipt: Receipt = { channel: 'C0000000000', ts: '1.1', told: '' };

    await tell(stand, { report: resolved, receipt });

    expect(stand.messages).toHaveLength(1);
  });
});

describe('another attempt', () => {
  it('finds the message that arrived although nobody heard so', async () => {
    const stand = await openSlackStand();
    stand.swallowNextAnswer();
    await failureOf(() => tell(stand, { report: approval }));

    const receipt = await tell(stand, { report: approval, attempt: 2 });

    expect(stand.messages).toHaveLength(1);
    expect(receipt).toMatchObject({ ts: stand.messages[0]?.ts });
  });

  it('finds the reply that arrived although nobody heard so', async () => {
    const stand = await openSlackStand();
    const receipt = await tell(stand, { report: { ...approval, story: [] } });
    const next = { report: aReport({ story: ['1 asked'] }), id: 'run/2', receipt };
    stand.failNext({ status: 503 });
    await failureOf(() => tell(stand, next));
    await tell(stand, { ...next, attempt: 2 });

    await tell(stand, { ...next, attempt: 3 });

    expect(stand.messages).toHaveLength(2);
  });

  it('posts where the bot may not look, because one too many is better than none', async () => {
    const stand = await openSlackStand();
    stand.mayRead(false);

    await tell(stand, { report: approval, attempt: 2 });

    expect(stand.messages).toHaveLength(1);
  });
});

describe('the buttons', () => {
  it.each([
    { what: 'a plan that waits', report: approval, labels: ['Approve', 'Deny', 'Acknowledge', 'Take over'] },
    {
      what: 'one whose votes have to be vouched for',
      report: { ...approval, code: null },
      labels: ['Acknowledge', 'Take over'],
    },
    {
      what: 'a plan that waits whatever is told',
      report: { ...repairing, code: '1a2b3c4d' },
      labels: ['Approve', 'Deny', 'Take over'],
    },
    { what: 'a repair', report: repairing, labels: ['Take over'] },
    { what: 'an escalation', report: aReport(), labels: ['Acknowledge', 'Take over'] },
    { what: 'an end', report: resolved, labels: [] },
    { what: 'alerts that cleared', report: aReport({ kind: 'cleared' }), labels: [] },
  ])('of $what are $labels and the page', async ({ report, labels }) => {
    const stand = await openSlackStand();

    await tell(stand, { report });

    expect(labelsIn(stand)).toEqual([...labels, 'Open the incident']);
    expect(stand.complaints).toEqual([]);
  });

  it('go away when it is decided', async () => {
    const stand = await openSlackStand();
    const receipt = await tell(stand, { report: approval, page: null });

    await tell(stand, { report: resolved, receipt, page: null });

    expect(labelsIn(stand)).toEqual([]);
  });

  it('are left out where nobody could tell that a click comes from Slack', async () => {
    const stand = await openSlackStand();

    await tell(stand, { report: approval }, { signingSecret: null });

    expect(labelsIn(stand)).toEqual(['Open the incident']);
  });

  it('are left out where an incident has too long a name for them', async () => {
    const stand = await openSlackStand();

    await tell(stand, { report: { ...approval, incident: 'x'.repeat(2_000) } });

    expect(labelsIn(stand)).toEqual(['Open the incident']);
  });
});

describe('what Slack refuses', () => {
  it.each([
    { word: 'invalid_auth', type: 'ChannelRefused', says: /give the token/ },
    { word: 'channel_not_found', type: 'ChannelRefused', says: /give the id of a channel/ },
    { word: 'not_in_channel', type: 'ChannelRefused', says: /invite the bot/ },
    { word: 'is_archived', type: 'ChannelRefused', says: /unarchive/ },
    { word: 'msg_too_long', type: 'ChannelRefused', says: /fault of Nightshift/ },
    { word: 'account_inactive', type: 'ChannelRefused', says: /install the app anew/ },
    { word: 'missing_scope', type: 'ChannelRefused', says: /docs\/slack\.md/ },
    { word: 's3cret-word', type: 'ChannelRefused', says: /a reason that is not known here/ },
    { word: 'constructor', type: 'ChannelRefused', says: /a reason that is not known here/ },
    { word: 'ratelimited', type: 'ChannelBusy', says: /left alone/ },
    { word: 'internal_error', type: 'ChannelUnavailable', says: /internal_error/ },
    { word: 'fatal_error', type: 'ChannelUnavailable', says: /fatal_error/ },
    { word: 'service_unavailable', type: 'ChannelUnavailable', says: /service_unavailable/ },
    { word: 'team_added_to_org', type: 'ChannelUnavailable', says: /team_added_to_org/ },
    { word: 'request_timeout', type: 'ChannelUnavailable', says: /request_timeout/ },
  ] as const)('$word is $type', async ({ word, type, says }) => {
    const stand = await openSlackStand();
    stand.refuseNext(word, word);

    const error = await failureOf(() => tell(stand, {}));

    expect(error).toMatchObject({ ...aFailure(type), message: expect.stringMatching(says) as string });
    expectNoSecret(stand.secrets, error, aMemoryLog());
  });

  it('waits as long as Slack says', async () => {
    const stand = await openSlackStand();
    stand.failNext({ status: 429, retryAfter: '30', body: '{"ok":false,"error":"ratelimited"}' });

    const error = await failureOf(() => tell(stand, {}));

    expect(error).toMatchObject({ ...aFailure('ChannelBusy'), nextRetryDelay: 30_000 });
  });

  it('is tried again where something else answers in place of Slack', async () => {
    const stand = await openSlackStand();
    stand.failNext({ status: 200, body: '<html>s3cret</html>' });

    const error = await failureOf(() => tell(stand, {}));

    expect(error).toMatchObject(aFailure('ChannelUnavailable'));
    expectNoSecret(stand.secrets, error, aMemoryLog());
  });

  it('tells of a person who is not there', async () => {
    const stand = await openSlackStand();

    const error = await failureOf(() => tell(stand, { to: { person: 'robin', address: 'U0000000009' } }));

    expect(error.message).toMatch(/user_not_found: give the id of a person/);
  });
});

describe('hostile text', () => {
  const hostile =
    '<!channel> <@U0000000001> <https://evil.example|here> *bold* _it_ ~out~ `code` :smoke:x: &lt; \u202egnp.exe\u200b\ud800';
  const everywhere = aReport({
    kind: 'approval-needed',
    title: hostile,
    firing: [hostile],
    story: [hostile],
    asks: [hostile],
    details: [hostile],
    findings: [hostile],
    logs: { source: 'file', text: hostile, truncated: false },
    incident: hostile,
    code: '1a2b3c4d',
  });

  it('stands in plain text alone, without what turns or hides it', async () => {
    const stand = await openSlackStand();

    const receipt = await tell(stand, { report: everywhere });
    await tell(stand, { report: { ...everywhere, story: [hostile, `${hostile} again`] }, receipt });

    expect(stand.complaints).toEqual([]);
    expect(stand.types()).toEqual(['plain_text']);
    for (const { text, notification } of stand.messages) {
      expect(text).not.toMatch(/[\u200b\u202e\ud800]/);
      expect(notification).not.toMatch(/[<>&*_~`@#|]|:\S/);
    }
  });

  it('is cut to what Slack takes', async () => {
    const stand = await openSlackStand();
    const long = '&<😀'.repeat(5_000);

    await tell(stand, {
      report: {
        ...everywhere,
        title: long,
        firing: [long],
        story: [long],
        asks: [long],
        details: [long],
        findings: [long],
      },
    });

    expect(stand.complaints).toEqual([]);
    expect(stand.messages).toHaveLength(1);
    expect(stand.messages[0]?.text.length).toBeLessThan(15_500);
  });

  it.each(['msg_too_long', 'msg_blocks_too_long', 'invalid_blocks'])(
    'that Slack will not have (%s) does not keep people from hearing what fires, and from acting',
    async (word) => {
      const stand = await openSlackStand();
      stand.refuseNext(word);

      await tell(stand, { report: approval });

      expect(stand.messages[0]?.text.split('\n')).toEqual([
        'An approval is needed: web',
        'severity critical · runbook service-down · firing: ServiceDown',
        '[Approve] [Deny] [Acknowledge] [Take over] [Open the incident]',
      ]);
    },
  );
});
