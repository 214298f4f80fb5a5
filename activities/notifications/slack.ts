import { wakesNobody } from '../../model/incident/report.ts';
import type { SlackSettings } from '../../model/notices/channel-settings.ts';
import type { Recipient } from '../../model/notices/notice.ts';
import { partsOf } from '../../clients/json-parts.ts';
import type { Channel, Message } from '../contracts/channel.ts';
import type { SlackAnswer } from '../telling/slack/answers.ts';
import { askSlack, demandOk, textIn } from '../telling/slack/answers.ts';
import { arrived, metadataOf } from '../telling/slack/arrived.ts';
import { blocksOf, headOf, newsBlocks, notificationOf } from '../telling/slack/blocks.ts';
import { buttonsOf } from '../telling/slack/buttons.ts';
import { lastTold, newsIn } from '../telling/slack/news.ts';
import { contentWords, goneWords } from '../telling/slack/refusals.ts';

/** A message that Slack has. */
interface Posted {
  readonly channel: string;
  readonly ts: string;
}

/** Neither a mention nor a preview arises from what stands in a message. */
const inert = { parse: 'none', link_names: false };
const quiet = { mrkdwn: false, unfurl_links: false, unfurl_media: false };

/** One message for each incident, brought up to date in place, with a thread of what happened. */
export const slackChannel: Channel<'slack'> = async (message, settings) => {
  const { report, receipt } = message;
  const told = lastTold(report.story);
  const before = postedBefore(message, settings);
  if (before && (await update(before, message, settings))) {
    await tellThread(before, message, settings, newsIn(report.story, receipt?.['told']));
    return { ...before, told };
  }
  return { ...(await post(message, settings)), told };
};

/** The message that a receipt speaks of, unless the incidents go to another channel by now. */
function postedBefore({ to, receipt }: Message, settings: SlackSettings): Posted | undefined {
  const { channel, ts } = receipt ?? {};
  if (channel === undefined || ts === undefined) return undefined;
  return addressOf(to) !== null || channel === settings.channel ? { channel, ts } : undefined;
}

/** @returns false where the message cannot be changed any more. */
async function update(posted: Posted, message: Message, settings: SlackSettings): Promise<boolean> {
  const answer = await say('chat.update', { ...posted }, message, settings);
  if (!answer.ok && goneWords.has(answer.word)) return false;
  demandOk(answer);
  return true;
}

async function post(message: Message, settings: SlackSettings): Promise<Posted> {
  const { id, attempt, to } = message;
  const channel = await destinationOf(to, settings);
  const ts = attempt > 1 ? await arrived(settings, { channel }, 'nightshift_report', id) : null;
  if (ts !== null) return { channel, ts };
  const args = { channel, ...quiet, metadata: metadataOf('nightshift_report', id) };
  const answer = demandOk(await say('chat.postMessage', args, message, settings));
  return { channel: textIn(answer, 'channel'), ts: textIn(answer, 'ts') };
}

/**
 * Says what a message has to say; in its shortest form where Slack will not have the whole of it: nothing that an alert
 * says may keep people from hearing of it.
 */
async function say(
  method: string,
  args: Readonly<Record<string, unknown>>,
  { report, page }: Message,
  settings: SlackSettings,
): Promise<SlackAnswer> {
  const buttons = buttonsOf(report, page, settings.signingSecret);
  const said = { ...args, ...inert, text: notificationOf(report.title) };
  const answer = await askSlack(settings, method, { ...said, blocks: [...blocksOf(report), ...buttons] });
  if (answer.ok || !contentWords.has(answer.word)) return answer;
  return askSlack(settings, method, { ...said, blocks: [...headOf(report), ...buttons] });
}

async function tellThread(
  { channel, ts }: Posted,
  { report, id, attempt }: Message,
  settings: SlackSettings,
  news: readonly string[],
): Promise<void> {
  // An edited message wakes nobody: where somebody has to do something, the channel sees the news as well as the thread.
  const isUrgent = !wakesNobody(report.kind);
  if (news.length === 0 && !isUrgent) return;
  if (attempt > 1 && (await arrived(settings, { channel, thread: ts }, 'nightshift_news', id)) !== null) return;
  const answer = await askSlack(settings, 'chat.postMessage', {
    channel,
    thread_ts: ts,
    reply_broadcast: isUrgent,
    ...inert,
    ...quiet,
    text: notificationOf(report.title),
    blocks: newsBlocks(report.title, news),
    metadata: metadataOf('nightshift_news', id),
  });
  demandOk(answer);
}

/** The channel, or the conversation with one person: Slack answers the same one each time. */
async function destinationOf(to: Recipient | null, settings: SlackSettings): Promise<string> {
  const address = addressOf(to);
  if (address === null) return settings.channel;
  const { channel } = demandOk(await askSlack(settings, 'conversations.open', { users: address }));
  return textIn(partsOf(channel), 'id');
}

function addressOf(to: Recipient | null): string | null {
  return to?.address ?? null;
}
