import { durationInWords } from '../text/duration.ts';
import { escapeMarkdown } from '../text/markdown.ts';
import type { Review } from './review.ts';

/**
 * Writes a post-incident report as Markdown. Everything that comes from elsewhere is escaped.
 *
 * @param pictures where the picture of each chart lies, seen from the document, in their order; null where there are none.
 */
export function reviewAsMarkdown(review: Review, pictures: readonly string[] | null): string {
  const { incident, page, alerts, took, tried, decisions, evidence, charts, timeline, left, questions } = review;
  const drawn = charts.map(({ title }, index) => {
    const file = pictures?.[index];
    return file === undefined ? `- ${escapeMarkdown(title)}` : `![${escapeMarkdown(title)}](<${encodeURI(file)}>)`;
  });
  return [
    `# Post-incident report: ${escapeMarkdown(incident)}`,
    '',
    ...headLines(review).map(([name, value]) => `- **${name}:** ${escapeMarkdown(value)}`),
    ...(page === null ? [] : [`- **workflow:** <${page}>`]),
    ...section(
      'How long it took',
      took.map(({ what, ms }) => `- ${what}: ${durationInWords(ms)}`),
    ),
    ...section(
      'Alerts',
      alerts.map(({ name, firedAt, clearedAt }) => `- ${escapeMarkdown(alertLine(name, firedAt, clearedAt))}`),
    ),
    ...section('What was tried', tried.map(entryLine)),
    ...section('Decisions', decisions.map(entryLine)),
    ...section(
      'Evidence',
      evidence.map((line) => `- ${escapeMarkdown(line)}`),
    ),
    ...section('Around the incident', drawn),
    ...section('Timeline', [
      ...(left > 0 ? [`- ${left} older entries are in the history of the workflow`] : []),
      ...timeline.map(entryLine),
    ]),
    ...section(
      'Open questions',
      questions.map((question) => `- ${escapeMarkdown(question)}`),
    ),
    '',
  ].join('\n');
}

/** What stands at the top of a report, for each medium to escape. */
export function headLines(review: Review): readonly (readonly [name: string, value: string])[] {
  const { target, severity, runbook, openedAt, endedAt, ending } = review;
  const length = endedAt === null ? '' : ` (${durationInWords(Date.parse(endedAt) - Date.parse(openedAt))})`;
  return [
    ['target', target],
    ['severity', severity],
    ['runbook', runbook],
    ['opened', openedAt],
    ['ended', endedAt === null ? 'not yet' : `${endedAt}${length}`],
    ['outcome', ending],
  ];
}

/** One alert in one line. Not escaped. */
export function alertLine(name: string, firedAt: string, clearedAt: string | null): string {
  return `${name}: since ${firedAt}, ${clearedAt === null ? 'still firing' : `cleared ${clearedAt}`}`;
}

function entryLine({ at, event, text }: Review['timeline'][number]): string {
  return `- ${at.slice(0, 19)}Z ${event}: ${escapeMarkdown(text)}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}
