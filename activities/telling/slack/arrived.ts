import type { SlackAccess } from '../../../clients/messaging/slack.ts';
import { partsOf } from '../../../clients/json-parts.ts';
import { askSlack } from './answers.ts';

/** What Slack keeps with a message, unseen: which one it is. */
type MessageMark = 'nightshift_report' | 'nightshift_news';

/** The metadata of a message. Slack knows no key that would keep it from taking the same message twice. */
export function metadataOf(mark: MessageMark, id: string): object {
  return { event_type: mark, event_payload: { message: id } };
}

/** Messages that are looked through: an hour of tries may lie between, in which others posted. */
const maxMessages = '100';

/** Where to look: a channel, and in it perhaps one thread. */
interface Place {
  readonly channel: string;
  readonly thread?: string;
}

/**
 * The time stamp of a message that arrived although nobody heard so; null where there is none, or where the bot may not
 * look: one too many is better than none.
 */
export async function arrived(
  access: SlackAccess,
  { channel, thread }: Place,
  mark: MessageMark,
  id: string,
): Promise<string | null> {
  const args = { channel, limit: maxMessages, include_all_metadata: 'true' };
  const answer =
    thread === undefined
      ? await askSlack(access, 'conversations.history', args)
      : await askSlack(access, 'conversations.replies', { ...args, ts: thread });
  const messages = answer.ok && Array.isArray(answer.parts['messages']) ? (answer.parts['messages'] as unknown[]) : [];
  const found = messages.map(partsOf).find(({ metadata }) => {
    const { event_type: type, event_payload: payload } = partsOf(metadata);
    return type === mark && partsOf(payload)['message'] === id;
  });
  return typeof found?.['ts'] === 'string' ? found['ts'] : null;
}
