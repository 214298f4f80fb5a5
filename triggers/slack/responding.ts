import { postJson } from '../../clients/http.ts';
import { inertMrkdwn } from '../../model/text/mrkdwn.ts';

/** Characters of what stands in for the answer where its block is not shown. */
const maxNotificationLength = 300;

/**
 * Whether an answer may go there. Slack signed the address, and all the same nothing is fetched but what is Slack's.
 *
 * @param api where the Web API is.
 */
export function isSlackAddress(url: string, api: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin } = new URL(url);
  const { origin: ours, host } = new URL(api);
  return [ours, 'https://hooks.slack.com', `https://hooks.${host}`].includes(origin);
}

/** Answers whoever clicked, and nobody else, beside the message; false where the answer did not arrive. */
export async function respond(url: string, text: string): Promise<boolean> {
  const { outcome } = await postJson(url, {
    response_type: 'ephemeral',
    replace_original: false,
    text: inertMrkdwn(text, maxNotificationLength),
    blocks: [{ type: 'section', text: { type: 'plain_text', text, emoji: false } }],
  });
  return outcome === 'delivered';
}
