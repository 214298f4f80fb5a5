import { bytesOf, escapeMarkdown, onOneLine, shorten, withinBytes } from '../../text/markdown.ts';

/** What was found, for people: lines that a history may get by one diagnosis. */
const maxDetails = 40;
const maxLineLength = 300;
const maxHistoryBytes = 8 * 1024;
/** What a page of the Temporal UI has room for, beside the plan and the story. */
const maxShownBytes = 1_200;

/** As much of what was found as a history may get; says where lines had to go. */
export function boundedDetails(lines: readonly string[]): readonly string[] {
  const short = lines.map((line) => shorten(onOneLine(line), maxLineLength));
  const whole = withinBytes(short.slice(0, maxDetails), maxHistoryBytes);
  if (whole.length === lines.length) return whole;
  const kept = withinBytes(short.slice(0, maxDetails - 1), maxHistoryBytes - bytesOf([leftOut(lines.length)]));
  return [...kept, leftOut(lines.length - kept.length)];
}

/** Whether a value has the shape that people are shown; who may signal an incident may send anything. */
export function isDetails(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= maxDetails &&
    value.every((line) => typeof line === 'string') &&
    bytesOf(value) <= maxHistoryBytes
  );
}

/**
 * What was found, as lines of Markdown for a page of the Temporal UI; none where the conclusion says it all.
 *
 * @param room bytes that they may have at the most.
 */
export function foundDetails(details: readonly string[] | undefined, room: number): readonly string[] {
  if (!details || details.length === 0) return [];
  const frame = ['', '**What was found**', ''];
  const limit = Math.min(maxShownBytes, room) - bytesOf([...frame, `- ${leftOut(details.length)}`]);
  const shown = withinBytes(
    details.map((line) => `- ${escapeMarkdown(shorten(onOneLine(line), maxLineLength))}`),
    limit,
  );
  if (shown.length === 0) return [];
  const missing = details.length - shown.length;
  return [...frame, ...shown, ...(missing > 0 ? [`- ${leftOut(missing)}`] : [])];
}

function leftOut(count: number): string {
  return `and ${count} more lines`;
}
