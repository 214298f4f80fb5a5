import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Surroundings } from '../surroundings.ts';

/** What one model did; figures that it has not are null. */
export interface Row {
  readonly what: string;
  readonly figures: Readonly<Record<string, number | null>>;
  /** What some of them ought to be. */
  readonly wanted?: Readonly<Record<string, Range>>;
}

interface Range {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What was measured in one part, side by side. */
export interface Chapter {
  readonly part: string;
  /** Of how much, for people. */
  readonly of: string;
  readonly rows: readonly Row[];
  /** Whatever else the figures depend on: seeds, and versions of what is beside Nightshift. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The chapters for people. */
export function tablesOf(chapters: readonly Chapter[]): string {
  return chapters.map(tableOf).join('\n\n');
}

function tableOf({ part, of, rows }: Chapter): string {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const cells = [
    ['', ...names],
    ...rows.map(({ what, figures }) => [what, ...names.map((name) => plain(figures[name]))]),
  ];
  const widths = ['', ...names].map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [`${part}: ${of}`, ...lines, ...rows.flatMap(judged)].join('\n');
}

function judged({ what, figures, wanted = {} }: Row): readonly string[] {
  return Object.entries(wanted).map(([name, range]) => {
    const goal = [
      range.atLeast === undefined ? [] : [`at least ${range.atLeast}`],
      range.atMost === undefined ? [] : [`at most ${range.atMost}`],
    ].flat();
    return `${what}: ${name} ${plain(figures[name])}, wanted ${goal.join(' and ')}: ${isWithin(figures[name], range) ? 'met' : 'MISSED'}`;
  });
}

function isWithin(value: number | null | undefined, { atLeast = -Infinity, atMost = Infinity }: Range): boolean {
  return value !== null && value !== undefined && value >= atLeast && value <= atMost;
}

/** Writes everything for programs, with where and when it was measured. */
export async function writeForecastReport(
  file: string,
  surroundings: Surroundings,
  chapters: readonly Chapter[],
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...surroundings, chapters }, null, 2)}\n`);
}

function plain(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return Number.isInteger(value) ? `${value}` : value.toFixed(Math.abs(value) < 100 ? 3 : 1);
}
