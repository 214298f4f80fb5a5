import type { Report } from '../../../model/incident/report.ts';
import { onOneLine, plainLines, shorten } from '../../../model/text/markdown.ts';
import { inertMrkdwn } from '../../../model/text/mrkdwn.ts';
import { factsOf, newest } from '../report-sections.ts';

const maxHeaderLength = 150;
/** Characters of one section that Slack accepts, less some room: nobody says how it counts those beyond the common ones. */
const maxSectionLength = 2_800;
/** Characters of all sections: Slack refuses blocks that are too long together, and does not say from where on. */
const maxMessageLength = 12_000;
/** Less than this says nothing any more. */
const minSectionLength = 50;
/** Characters of what a notification shows. */
const maxNotificationLength = 300;

const logHeading = 'Last log lines:\n';

/** A text, and how it is cut. */
type Section = readonly [text: string, cut: (text: string, maxLength: number) => string];

/** The report as blocks. Foreign text stands in plain text alone, in which no mention, link or format can arise. */
export function blocksOf(report: Report): readonly object[] {
  const { asks, details, findings, story, logs } = report;
  const sections: readonly Section[] = [
    [asks.join('\n'), shorten],
    [details.length > 0 ? ['What was found:', ...details].join('\n') : '', shorten],
    [findings.length > 0 ? ['In the logs:', ...findings].join('\n') : '', shorten],
    [story.join('\n'), newest],
    [logs?.text ?? '', (text, room) => `${logHeading}${newest(text, room - logHeading.length)}`],
  ];
  let room = maxMessageLength;
  const blocks = sections.flatMap(([text, cut]) => {
    const plainText = plainLines(text).trim();
    if (!plainText || room < minSectionLength) return [];
    const shown = cut(plainText, Math.min(room, maxSectionLength));
    room -= shown.length;
    return sectionOf(shown);
  });
  return [...headOf(report), ...blocks];
}

/** What a report says at the least: the title and what fires. */
export function headOf(report: Report): readonly object[] {
  const heading = plain(shorten(onOneLine(report.title), maxHeaderLength) || 'Nightshift');
  return [{ type: 'header', text: heading }, ...sectionOf(factsOf(report))];
}

/** What is new, for the thread. */
export function newsBlocks(title: string, news: readonly string[]): readonly object[] {
  const heading = shorten(onOneLine(title), maxHeaderLength);
  return sectionOf([heading, newest(news.join('\n'), maxSectionLength - heading.length - 1)].join('\n').trim());
}

/** One section; none for an empty text, which Slack refuses. */
function sectionOf(text: string): readonly object[] {
  const shown = shorten(plainLines(text).trim(), maxSectionLength);
  return shown ? [{ type: 'section', text: plain(shown) }] : [];
}

/** What a notification shows. */
export function notificationOf(title: string): string {
  return inertMrkdwn(title, maxNotificationLength) || 'Nightshift';
}

export function plain(text: string): { readonly type: 'plain_text'; readonly text: string; readonly emoji: false } {
  return { type: 'plain_text', text, emoji: false };
}
