import type { Report } from '../../model/incident/report.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import { factsOf, newest, sectionsOf } from './report-sections.ts';

/** Room for one part of a long text, such as the story, in characters. */
const maxPartLength = 4_000;

/** What has changed, on one plain line. */
export function headline({ title, firing }: Report, maxLength: number): string {
  const names = firing.length > 0 ? ` (${firing.join(', ')})` : '';
  return shorten(onOneLine(`${title}${names}`), maxLength);
}

/** What a report says beyond its title, as headings and texts of bounded length. */
export function partsOf(report: Report): readonly (readonly [heading: string, text: string])[] {
  const parts = sectionsOf(report).map(
    ({ heading, lines }) => [heading, newest(lines.join('\n'), maxPartLength)] as const,
  );
  return [['State', shorten(factsOf(report), maxPartLength)], ...parts];
}

/** A whole report as plain text: the page first, because the end may be cut. */
export function longText(report: Report, page: string | null, maxLength: number): string {
  const parts = partsOf(report).map(([heading, text]) => `${heading}:\n${text}`);
  return shorten([headline(report, 1_000), ...(page === null ? [] : [page]), ...parts].join('\n\n'), maxLength);
}
