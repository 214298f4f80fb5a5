import { postJson } from '../../clients/http.ts';

/** What an answer is shown as: to whoever clicked alone, beside the message, in plain text. */
export interface Ephemeral {
  readonly response_type: 'ephemeral';
  readonly replace_original: false;
  readonly text: string;
  readonly blocks: readonly object[];
}

/** An answer for whoever clicked. The text is for notifications, which read it as mrkdwn. */
export function ephemeral(text: string): Ephemeral {
  return {
    response_type: 'ephemeral',
    replace_original: false,
    text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    blocks: [{ type: 'section', text: { type: 'plain_text', text, emoji: false } }],
  };
}

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

/** Answers a click; false where the answer did not arrive. */
export async function respond(url: string, text: string): Promise<boolean> {
  const { outcome } = await postJson(url, ephemeral(text));
  return outcome === 'delivered';
}
