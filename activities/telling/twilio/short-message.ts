import { createHash } from 'node:crypto';
import { inertLine } from '../../../model/text/markdown.ts';
import type { Message } from '../../contracts/channel.ts';

/** The alphabet of GSM 03.38, and what takes two of its characters. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('^{}\\[~]|€');

/** Three segments of 153 characters each; four of 67 for any other alphabet. No segment ends within a character. */
const maxLength = 3 * 153 - 2;
const maxWideLength = 4 * 67 - 3;

/** Less room than this for what has happened is worse than no link. */
const leastForStory = 60;

/**
 * A report within few segments of a text message: plain text without links but for the page's, which is never cut, and
 * the tag by which the message is known again.
 */
export function shortMessage({ report, page, id }: Pick<Message, 'report' | 'page' | 'id'>): string {
  const { title, severity, firing, asks } = report;
  const facts = firing.length > 0 ? `${severity}, firing: ${firing.join(', ')}` : severity;
  const story = [title, facts, ...asks].map((line) => inertLine(line, 2 * maxLength)).join('\n');
  const tail = [...(page === null ? [] : [page]), tagOf(id)];
  return within(story, tail, leastForStory) ?? within(story, tail.slice(-1), 0) ?? '';
}

/** Names the message among those to one number: foreign text has no such mark. */
export function tagOf(id: string): string {
  return `#${createHash('sha256').update(id.toWellFormed()).digest('hex').slice(0, 8)}`;
}

/** The story, cut to the room that its tail leaves; undefined where that is too little. */
function within(story: string, tail: readonly string[], least: number): string | undefined {
  for (let length = Math.min(story.length, maxLength); length >= Math.min(least, story.length); length -= 1) {
    const cut = length < story.length ? `${wholeCharacters(story, length)}...` : story;
    const text = [cut, ...tail].join('\n');
    if (isShort(text)) return text;
  }
  return undefined;
}

/** The beginning of a text, without half of a pair of surrogates at its end. */
function wholeCharacters(text: string, length: number): string {
  const start = text.slice(0, length);
  return (start.isWellFormed() ? start : start.slice(0, -1)).trimEnd();
}

function isShort(text: string): boolean {
  const characters = Array.from(text);
  if (!characters.every((one) => basic.has(one) || extended.has(one))) return text.length <= maxWideLength;
  return characters.reduce((sum, one) => sum + (extended.has(one) ? 2 : 1), 0) <= maxLength;
}
