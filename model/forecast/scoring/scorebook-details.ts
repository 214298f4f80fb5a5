import { durationInWords } from '../../text/duration.ts';
import type { Demotion } from './demotion.ts';
import type { ModelScore } from './scorebook-notice.ts';
import { noticeOf } from './scorebook-notice.ts';
import type { Scorebook } from './scorebook.ts';

/** What operators see of a scorebook in the Temporal UI, as Markdown; nothing in it is foreign text. */
export function scorebookDetails(book: Scorebook): string {
  const { days, models, demotions } = noticeOf(book);
  const ignored = book.ignored === 0 ? [] : ['', `${book.ignored} messages could not be read`];
  if (models.length === 0) return ['Nothing was scored yet', ...ignored].join('\n');
  return [
    `In the last ${days} days:`,
    '',
    ...models.map((score) => `- **${score.model}**: ${scoreInWords(score)}`),
    ...demotions.flatMap((demotion) => ['', demotionInWords(demotion)]),
    ...ignored,
  ].join('\n');
}

/** For people: `ensemble was demoted on 2026-01-05 until 2026-01-12: 30 % of 12 predictions were right, …`. */
export function demotionInWords({ model, sinceMs, untilMs, because }: Demotion): string {
  return `${model} was demoted on ${dateOf(sinceMs)} until ${dateOf(untilMs)}: ${because}`;
}

/** A share for people; a dash where there is none. */
export function shareInWords(share: number | null): string {
  return share === null ? '-' : `${Math.round(100 * share)} %`;
}

function scoreInWords({ precision, recall, medianLeadMs, coverage, compared }: ModelScore): string {
  const lead = medianLeadMs === null ? [] : [`median lead ${durationInWords(medianLeadMs)}`];
  return [
    `precision ${shareInWords(precision)}`,
    `recall ${shareInWords(recall)}`,
    ...lead,
    `${shareInWords(coverage)} of ${compared} values in their interval`,
  ].join(', ');
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
