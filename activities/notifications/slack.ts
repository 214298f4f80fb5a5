import type { Report } from '../../model/incident/report.ts';
import { shorten } from '../../model/text/markdown.ts';
import type { Channel } from './index.ts';
import { postToChannel } from './post.ts';

/** Characters of one section that Slack accepts, less room for what stands around the text. */
const maxSectionLength = 2_800;

/** Posts the report to a Slack incoming webhook as blocks. Foreign text only stands in plain text blocks. */
export const slackChannel: Channel = (report, settings) =>
  postToChannel(settings, { text: report.title, blocks: blocksOf(report) });

function blocksOf(report: Report): readonly unknown[] {
  const { title, severity, runbook, firing, story, logs } = report;
  const facts = `severity ${severity} · runbook ${runbook ?? 'none'} · firing: ${firing.join(', ') || 'nothing'}`;
  const sections = [facts, story.join('\n'), logs ? `Last log lines:\n${logs.text.slice(-maxSectionLength)}` : ''];
  return [
    { type: 'header', text: plain(shorten(title, 150)) },
    ...sections.filter(Boolean).map((text) => ({ type: 'section', text: plain(shorten(text, maxSectionLength)) })),
  ];
}

/** Plain text blocks: no mentions, links or formatting can arise from what an alert says. */
function plain(text: string): { readonly type: 'plain_text'; readonly text: string; readonly emoji: false } {
  return { type: 'plain_text', text, emoji: false };
}
