import type { Report } from '../../../model/incident/report.ts';
import { onOneLine, plainLines, shorten } from '../../../model/text/markdown.ts';
import { inertMrkdwn } from '../../../model/text/mrkdwn.ts';

const maxHeaderLength = 150;
/** Characters of one section that Slack accepts, less some room: nobody says how it counts those beyond the common ones. */
const maxSectionLength = 2_800;
/** Characters of what a notification shows. */
const maxNotificationLength = 300;

const logHeading = 'Last log lines:\n';

/** The report as blocks. Foreign text stands in plain text alone, in which no mention, link or format can arise. */
export function blocksOf(report: Report): readonly object[] {
  const { title, severity, runbook, firing, story, asks, details, findings, logs } = report;
  const facts = `severity ${severity} · runbook ${runbook ?? 'none'} · firing: ${firing.join(', ') || 'nothing'}`;
  const found = details.length > 0 ? ['What was found:', ...details].join('\n') : '';
  const said = findings.length > 0 ? ['In the logs:', ...findings].join('\n') : '';
  const lastLogs = logs ? `${logHeading}${newest(logs.text, maxSectionLength - logHeading.length)}` : '';
  const sections = [facts, asks.join('\n'), found, said, newest(story.join('\n'), maxSectionLength), lastLogs];
  return [{ type: 'header', text: headerOf(title) }, ...sections.flatMap(sectionOf)];
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

function headerOf(title: string): object {
  return plain(shorten(onOneLine(title), maxHeaderLength) || 'Nightshift');
}

/** The end of a text: what is newest stands last in a log and in a story. */
function newest(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `…${text.slice(1 - maxLength).toWellFormed()}`;
}
