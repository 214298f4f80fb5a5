import { mostGridValues } from '../../../model/forecast/even-grid.ts';
import type { Series } from '../../../model/forecast/series.ts';
import { partsOf } from '../../json-parts.ts';
import { timeOf } from './cells.ts';
import type { TextStream } from './lines.ts';
import { linesOf } from './lines.ts';

const maxLineLength = 128 * 1024 * 1024;

/** One line of a batch: a series, or why it is none. The name is untrusted text; null where it cannot be read. */
export type BatchEntry =
  | { readonly kind: 'series'; readonly line: number; readonly id: string; readonly series: Series }
  | { readonly kind: 'unreadable'; readonly line: number; readonly id: string | null; readonly reason: string };

/**
 * Reads a series a line: `{"id": …, "start": …, "step_seconds": …, "values": […]}`, in which null is a gap. A line that
 * cannot be read does not take the others with it.
 *
 * @throws SeriesError for a line that is too long to be read.
 */
export async function* readBatch(stream: TextStream): AsyncGenerator<BatchEntry> {
  let line = 0;
  for await (const lines of linesOf(stream, maxLineLength)) {
    for (const text of lines) {
      line++;
      if (text.trim() !== '') yield entryOf(text, line);
    }
  }
}

function entryOf(text: string, line: number): BatchEntry {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', line, id: null, reason: 'it is no JSON' };
  }
  const { id: given, start, step_seconds: step, values } = partsOf(parsed);
  const id = typeof given === 'string' || typeof given === 'number' ? String(given) : null;
  const unreadable = (reason: string): BatchEntry => ({ kind: 'unreadable', line, id, reason });

  if (id === null) return unreadable('id is neither a text nor a number');
  const startMs = typeof start === 'string' || typeof start === 'number' ? timeOf(String(start)) : undefined;
  if (startMs === undefined) return unreadable('start is no time: write ISO 8601, seconds or milliseconds');
  const stepMs = typeof step === 'number' ? Math.round(step * 1_000) : 0;
  if (!(stepMs >= 1 && Number.isFinite(stepMs))) return unreadable('step_seconds is no number of at least 0.001');
  if (!isValues(values)) return unreadable('values is no list of numbers and nulls');
  if (values.length > mostGridValues) return unreadable(`values has more than ${mostGridValues} values`);
  const finite = values.every((value) => value === null || Number.isFinite(value));
  // A number that is too large for any becomes infinite when it is read.
  const known = finite ? values : values.map((value) => (Number.isFinite(value) ? value : null));
  return { kind: 'series', line, id, series: { labels: {}, unit: null, startMs, stepMs, values: known } };
}

function isValues(value: unknown): value is readonly (number | null)[] {
  return Array.isArray(value) && value.every((one) => one === null || typeof one === 'number');
}
