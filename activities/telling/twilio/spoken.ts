import type { Report } from '../../../model/incident/report.ts';
import { onOneLine } from '../../../model/text/markdown.ts';
import { escapeHtml } from '../../../model/text/html.ts';

/** About a minute of speech in all, and far below the 4,000 characters that Twilio takes. */
const maxSpoken = 500;

/** Digits that are a code, such as the hash in the name of a pod: nobody can do anything with them by ear. */
const code = /^(?=.*\d)[0-9a-f]{6,},?$/i;

/** What a call says: the news twice, because whoever is woken misses the first words. */
export function spokenReport({ title, severity, firing, kind }: Report): string {
  const names = firing.length > 0 ? ` Firing: ${firing.join(', ')}.` : '';
  const wanted = kind === 'approval-needed' ? ' Please approve or deny.' : '';
  const news = spoken(`${title}. Severity ${severity}.${wanted}${names}`);
  const twice = `${say(`Nightshift calls. ${news}`)}<Pause length="1"/>${say(`Once more. ${news}`)}`;
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${twice}</Response>`;
}

/** Words alone: marks become pauses or nothing, names are taken apart, codes are left out. */
function spoken(text: string): string {
  const words = onOneLine(text)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[/:;]+/g, ', ')
    .replace(/[^\p{L}\p{M}\p{N},.]+/gu, ' ')
    .split(' ')
    .filter((word) => !code.test(word))
    .join(' ')
    .replace(/ ?([,.])[,. ]*(?= |$)/g, '$1')
    .replace(/^[,. ]+/, '');
  return words.length <= maxSpoken ? words : words.slice(0, maxSpoken).replace(/\S*$/, '').trim();
}

function say(text: string): string {
  return `<Say>${escapeHtml(text)}</Say>`;
}
