import type { Report } from '../../model/incident/report.ts';
import { shorten } from '../../model/text/markdown.ts';
import type { Channel } from '../contracts/channel.ts';
import { postToChannel } from '../telling/post-to-channel.ts';

/** Characters of one section that Slack accepts, less room for what stands around the text. */
const maxSectionLength = 2_800;

const logHeading = 'Last log lines:\n';

/** Posts the report to a Slack incoming webhook as blocks. Foreign text stands in plain text blocks, or escaped. */
export const slackChannel: Channel<'slack'> = async ({ report }, { type, api }) => {
  await postToChannel(
    { type, url: api, headers: {} },
    { text: escaped(shorten(report.title, 150)), blocks: blocksOf(report) },
  );
  return null;
};

function blocksOf(report: Report): readonly unknown[] {
  const { title, severity, runbook, firing, story, asks, details, findings, logs } = report;
  const facts = `severity ${severity} · runbook ${runbook ?? 'none'} · firing: ${firing.join(', ') || 'nothing'}`;
  const lastLogs = logs ? `${logHeading}${newest(logs.text, maxSectionLength - logHeading.length)}` : '';
  const found = details.length > 0 ? ['What was found:', ...details].join('\n') : '';
  const said = findings.length > 0 ? ['In the logs:', ...findings].join('\n') : '';
  const sections = [facts, asks.join('\n'), found, said, newest(story.join('\n'), maxSectionLength), lastLogs];
  return [
    { type: 'header', text: plain(shorten(title, 150)) },
    ...sections.filter(Boolean).map((text) => ({ type: 'section', text: plain(shorten(text, maxSectionLength)) })),
  ];
}

/** The end of a text: what is newest stands last in a log and in a story. */
function newest(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `…${text.slice(1 - maxLength).toWellFormed()}`;
}

/** The summary that a notification shows is read as mrkdwn: these three begin everything it can do. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Plain text blocks: no mentions, links or formatting can arise from what an alert says. */
function plain(text: string): { readonly type: 'plain_text'; readonly text: string; readonly emoji: false } {
  return { type: 'plain_text', text, emoji: false };
}
