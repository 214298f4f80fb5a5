import type { Report } from '../../model/incident/report.ts';
import { onOneLine, plainLines, shorten } from '../../model/text/markdown.ts';

/** Room for one part of a long text, such as the story, in characters. */
const maxSectionLength = 4_000;

/** One part of a report for people. */
interface Section {
  readonly heading: string;
  /** Lines without control characters. */
  readonly text: string;
}

/** What has changed, on one plain line. */
export function headline({ title, firing }: Report, maxLength: number): string {
  const names = firing.length > 0 ? ` (${firing.join(', ')})` : '';
  return shorten(onOneLine(`${title}${names}`), maxLength);
}

/** What a report says beyond its title, what is most urgent first; parts that are empty are left out. */
export function sectionsOf({ severity, runbook, firing, asks, details, findings, story, logs }: Report): Section[] {
  const parts: readonly (readonly [heading: string, lines: readonly string[]])[] = [
    ['What to do', asks],
    ['State', [`severity ${severity} · runbook ${runbook ?? 'none'} · firing: ${firing.join(', ') || 'nothing'}`]],
    ['What was found', details],
    ['In the logs', findings],
    ['What happened', story],
    ['Last log lines', logs ? [logs.text] : []],
  ];
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) => ({ heading, text: newest(plainLines(lines.join('\n')), maxSectionLength) }));
}

/** A whole report as plain text: the page first, because the end may be cut. */
export function longText(report: Report, page: string | null, maxLength: number): string {
  const parts = sectionsOf(report).map(({ heading, text }) => `${heading}:\n${text}`);
  return shorten([headline(report, 1_000), ...(page === null ? [] : [page]), ...parts].join('\n\n'), maxLength);
}

/** The end of a text: what is newest stands last in a log and in a story. */
function newest(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `…${text.slice(1 - maxLength).toWellFormed()}`;
}
