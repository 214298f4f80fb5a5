import type { ReportKind } from '../../model/incident/report.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import type { Message } from '../contracts/channel.ts';
import type { ReportSection } from './report-sections.ts';
import { addressedTo, factsOf, sectionsOf } from './report-sections.ts';

/**
 * What the elements of one section may take, in bytes of JSON. Teams takes 28 KB in all; five sections with all that
 * stands around them stay below 23 KB, whatever they say.
 */
const maxSectionBytes = 3_500;
const maxTitleLength = 300;
const maxFactsLength = 500;
const maxLineLength = 700;

interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Large';
  readonly fontType?: 'Monospace';
}

/** A paragraph in which nothing is Markdown: a TextBlock and a FactSet would make links and formats of foreign text. */
interface Paragraph {
  readonly type: 'RichTextBlock';
  readonly spacing: 'None' | 'Small' | 'Medium';
  readonly inlines: readonly TextRun[];
}

/** The colour that stands behind the title. */
const styles: Partial<Record<ReportKind, 'attention' | 'good' | 'warning'>> = {
  'approval-needed': 'warning',
  resolved: 'good',
  escalated: 'attention',
  cleared: 'good',
};

/** The message that a workflow of Teams posts: one Adaptive Card about one report. */
export function teamsMessageOf({ report, to, page }: Message): unknown {
  const title = paragraph(report.title, 'None', { weight: 'Bolder', size: 'Large' }, maxTitleLength);
  const link = page !== null && page.startsWith('https://') ? page : null;
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    // Teams' own: the whole width of the channel.
    msteams: { width: 'Full' },
    body: [
      { type: 'Container', style: styles[report.kind] ?? 'accent', bleed: true, items: [title] },
      ...(to ? [paragraph(addressedTo(to.person), 'Medium', { weight: 'Bolder' })] : []),
      paragraph(factsOf(report), 'Medium', {}, maxFactsLength),
      // Teams opens nothing but https.
      ...(page !== null && link === null ? [paragraph(`The incident: ${page}`, 'Small')] : []),
      ...sectionsOf(report).flatMap(elementsOf),
    ],
    actions: link === null ? [] : [{ type: 'Action.OpenUrl', title: 'Open the incident', url: link }],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  };
}

/** A heading and as many lines as there is room for: the newest of logs and of the story, the first of all else. */
function elementsOf({ name, heading, lines }: ReportSection): readonly Paragraph[] {
  const isLog = name === 'logs';
  const newestLast = isLog || name === 'story';
  const all = lines
    .filter((line) => line.trim() !== '')
    .map((line) => (isLog ? paragraph(line, 'None', { fontType: 'Monospace' }) : paragraph(`• ${line}`, 'Small')));
  const kept = fitting(newestLast ? all.toReversed() : all);
  const left = all.length - kept.length;
  const more = left > 0 ? [paragraph(`… and ${left} more`, 'Small')] : [];
  const title = paragraph(heading, 'Medium', { weight: 'Bolder' });
  return newestLast ? [title, ...more, ...kept.toReversed()] : [title, ...kept, ...more];
}

function fitting(paragraphs: readonly Paragraph[]): readonly Paragraph[] {
  let bytes = 0;
  const surplus = paragraphs.findIndex((element) => {
    bytes += Buffer.byteLength(JSON.stringify(element));
    return bytes > maxSectionBytes;
  });
  return surplus < 0 ? paragraphs : paragraphs.slice(0, surplus);
}

function paragraph(
  text: string,
  spacing: Paragraph['spacing'],
  look: Omit<TextRun, 'type' | 'text'> = {},
  maxLength = maxLineLength,
): Paragraph {
  return { type: 'RichTextBlock', spacing, inlines: [{ type: 'TextRun', text: inert(text, maxLength), ...look }] };
}

/** Dates in double braces are the one thing that is replaced in any text of a card. */
function inert(text: string, maxLength: number): string {
  return shorten(onOneLine(text).replace(/\{(?=\{)/g, '{ '), maxLength);
}
