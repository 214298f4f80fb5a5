import { inertLine } from './markdown.ts';

/**
 * One line that means nothing in Slack's mrkdwn, for where Slack takes no plain text: no mark of a mention, a link or a
 * format, no tilde, which strikes out, and no pair of colons, which names an emoji.
 */
export function inertMrkdwn(text: string, maxLength: number): string {
  return inertLine(text.replaceAll('~', '-').replace(/:(?=\S)/g, ': '), maxLength);
}
