import Papa from 'papaparse';
import type { GridNote } from '../../../model/forecast/even-grid.ts';
import { mostGridValues, onEvenGrid } from '../../../model/forecast/even-grid.ts';
import type { Series } from '../../../model/forecast/series.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import { SeriesError } from '../series-source.ts';
import { timeOf, valueOf } from './cells.ts';
import type { TextStream } from './lines.ts';
import { linesOf } from './lines.ts';

const maxLineLength = 10_000;
const timeNames = new Set(['timestamp', 'time', 'datetime', 'date', 'ds', '@timestamp']);
const valueNames = new Set(['value', 'y']);

/** A series that was read from a file, and what had to be done to it. */
interface ReadSeries {
  readonly series: Series;
  readonly notes: readonly string[];
}

/** How the lines of a file are read. */
interface Layout {
  readonly delimiter: string;
  readonly time: number;
  readonly value: number;
}

/** Measurements with the lines that they stand in. */
interface Measurements {
  readonly atMs: number[];
  readonly values: number[];
  readonly lines: number[];
}

/**
 * Reads `timestamp,value` lines, with or without a header, also with semicolons or tabs, in any order. A value that is
 * missing or no finite number is a gap.
 *
 * @throws SeriesError with the number of the line that cannot be read, and for more than 5 million measurements.
 */
export async function readCsv(stream: TextStream, unit: string | null = null): Promise<ReadSeries> {
  const read: Measurements = { atMs: [], values: [], lines: [] };
  let layout: Layout | undefined;
  let before = 0;
  for await (const lines of linesOf(stream, maxLineLength)) {
    const first = lines.find((line) => line.trim() !== '');
    const delimiter = layout?.delimiter ?? delimiterOf(first ?? '');
    const { data } = Papa.parse<string[]>(lines.join('\n'), { delimiter, newline: '\n' });
    for (const [index, row] of data.entries()) {
      const cells = row.map((cell) => cell.trim());
      if (cells.every((cell) => cell === '')) continue;
      const isFirst = layout === undefined;
      layout ??= layoutOf(delimiter, cells);
      if (isFirst && isHeader(cells, layout)) continue;
      addRow(read, before + index + 1, cells, layout);
    }
    before += lines.length;
  }
  return evened(read, unit);
}

function delimiterOf(line: string): string {
  return ['\t', ';'].find((mark) => line.includes(mark)) ?? ',';
}

/** The columns that a header names, else the first two. */
function layoutOf(delimiter: string, cells: readonly string[]): Layout {
  const names = cells.map((cell) => cell.toLowerCase());
  const [time, value] = [timeNames, valueNames].map((known) => names.findIndex((name) => known.has(name)));
  return time === undefined || value === undefined || time < 0 || value < 0
    ? { delimiter, time: 0, value: 1 }
    : { delimiter, time, value };
}

function isHeader(cells: readonly string[], { time, value }: Layout): boolean {
  return timeOf(cells[time] ?? '') === undefined && valueOf(cells[value] ?? '') === undefined;
}

function addRow(read: Measurements, line: number, cells: readonly string[], layout: Layout): void {
  const [time = '', text] = [cells[layout.time], cells[layout.value]];
  if (text === undefined) throw refused(line, 'there is no value beside the time');
  const atMs = timeOf(time);
  if (atMs === undefined) throw refused(line, `${shown(time)} is no time: write ISO 8601, seconds or milliseconds`);
  const value = valueOf(layout.delimiter === ',' ? text : text.replace(',', '.'));
  if (value === undefined) throw refused(line, `${shown(text)} is no number`);
  if (read.atMs.length === mostGridValues) throw refused(line, `at most ${mostGridValues} measurements are read`);
  read.atMs.push(atMs);
  read.values.push(value);
  read.lines.push(line);
}

function evened(read: Measurements, unit: string | null): ReadSeries {
  try {
    const { notes, ...even } = onEvenGrid(read);
    return { series: { labels: {}, unit, ...even }, notes: notes.map((note) => noteWithLine(note, read.lines)) };
  } catch (error) {
    if (error instanceof RangeError) throw new SeriesError('refused', error.message);
    throw error;
  }
}

function noteWithLine({ what, text, count, first }: GridNote, lines: readonly number[]): string {
  if (what === 'mixed-steps' || what === 'uneven') return text;
  return `${text}: ${count}, the first in line ${lines[first] ?? 0}`;
}

function refused(line: number, reason: string): SeriesError {
  return new SeriesError('refused', `line ${line}: ${reason}`);
}

function shown(cell: string): string {
  return `"${maskedLine(cell, 60)}"`;
}
