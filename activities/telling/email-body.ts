import type { ReportKind } from '../../model/incident/report.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import type { Message } from '../contracts/channel.ts';
import type { ReportSection } from './report-sections.ts';
import { addressedTo, factsOf, sectionsOf } from './report-sections.ts';
import { escapeHtml } from '../../model/text/html.ts';

/** A message as mail programs show it: as plain text, and as HTML that loads nothing. */
interface EmailBody {
  readonly text: string;
  readonly html: string;
}

const pageLink = 'Open the incident';
const farewell = 'Nightshift sent this by itself. Nobody reads answers to it.';

/** One bar of colour says how bad it is; every other colour is the reader's own, by day and by night. */
const colours: Partial<Record<ReportKind, string>> = {
  'approval-needed': '#d29922',
  resolved: '#2da44e',
  escalated: '#e5534b',
  cleared: '#2da44e',
};

/** Writes what a mail about a report says. */
export function emailBodyOf({ report, to, page }: Message): EmailBody {
  const title = onOneLine(report.title);
  const intro = [...(to ? [addressedTo(to.person)] : []), factsOf(report)];
  const sections = sectionsOf(report);
  const incident = `incident ${onOneLine(report.incident)}`;
  return {
    text: [
      title,
      intro.join('\n'),
      ...(page === null ? [] : [`${pageLink}: ${page}`]),
      ...sections.map(textOf),
      `-- \n${incident}\n${farewell}\n`,
    ].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">',
      `<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>`,
      `<body style="margin:0;padding:16px;font:15px/1.5 system-ui,sans-serif"><div style="max-width:720px;margin:0 auto">`,
      `<h1 style="margin:0 0 8px;padding-left:12px;border-left:5px solid ${colours[report.kind] ?? '#388bfd'};${words};font-size:20px;line-height:1.3">${escapeHtml(title)}</h1>`,
      ...intro.map((line) => `<p style="margin:0 0 8px;${words}">${escapeHtml(line)}</p>`),
      ...(page === null ? [] : [buttonTo(page)]),
      ...sections.map(htmlOf),
      `<p style="margin:24px 0 0;padding-top:8px;border-top:1px solid #8b949e;font-size:13px;${words}">${escapeHtml(incident)}<br>${farewell}</p>`,
      '</div></body></html>',
    ].join('\n'),
  };
}

/** Names without spaces must not make the page wider than the screen of a phone. */
const words = 'overflow-wrap:anywhere';
const heading = 'margin:20px 0 4px;font-size:15px';
const monospace = `font:13px/1.45 ui-monospace,monospace;white-space:pre-wrap;${words}`;

function textOf({ name, heading: title, lines }: ReportSection): string {
  return [title, ...lines.map((line) => (name === 'logs' ? `  ${line}` : `- ${line}`))].join('\n');
}

function htmlOf({ name, heading: title, lines }: ReportSection): string {
  const content =
    name === 'logs'
      ? `<pre style="margin:0;padding:8px 12px;border:1px solid #8b949e;border-radius:4px;${monospace}">${escapeHtml(lines.join('\n'))}</pre>`
      : `<ul style="margin:0;padding-left:20px;${words}">${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('\n')}</ul>`;
  return `<h2 style="${heading}">${title}</h2>\n${content}`;
}

function buttonTo(page: string): string {
  const look = 'display:inline-block;padding:8px 16px;border-radius:4px;background:#1f6feb;color:#ffffff';
  return `<p style="margin:12px 0"><a href="${escapeHtml(page)}" style="${look};text-decoration:none">${pageLink}</a></p>`;
}
