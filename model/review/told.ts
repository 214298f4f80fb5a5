import type { IncidentRecord } from '../incident/incident.ts';
import type { Report } from '../incident/report.ts';
import { reportOn } from '../incident/report.ts';
import { durationInWords } from '../text/duration.ts';
import { onOneLine, shorten } from '../text/markdown.ts';
import { headLines } from './markdown.ts';
import type { Review } from './review.ts';

const maxLines = 20;
const maxLineLength = 300;

/**
 * What channels are told of a post-incident report: its head, how long things took, what was decided, and the questions.
 *
 * @param kept by what people find the whole page; null where it could not be kept.
 */
export function reportOfReview(record: IncidentRecord, review: Review, kept: string | null): Report {
  const { took, decisions, questions } = review;
  const whole = kept ?? `by command: nightshift incidents report ${review.incident} --format html --into report.html`;
  const lines = [
    ...headLines(review).map(([name, value]) => `${name}: ${value}`),
    ...took.map(({ what, ms }) => `${what}: ${durationInWords(ms)}`),
    ...decisions.map(({ event, text }) => `${event}: ${text}`),
  ];
  return {
    ...reportOn(record, 'review', null),
    asks: questions.slice(0, maxLines).map(short),
    details: [`the whole report: ${whole}`, ...lines.slice(0, maxLines).map(short)],
  };
}

function short(line: string): string {
  return shorten(onOneLine(line), maxLineLength);
}
