import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PartName } from './options.ts';
import type { Store } from './servers.ts';
import type { Surroundings } from './surroundings.ts';

/** One measured value, and what it is to be compared with. */
export interface Figure {
  readonly what: string;
  readonly unit:
    'ms' | 'alerts/s' | 'incidents/s' | 'repairs/s' | 'events' | 'pages' | 'lines' | 'bytes' | 'requests' | '%';
  readonly value: number;
  /** Measured in the same run, in turn with the value. */
  readonly beside?: { readonly what: string; readonly value: number; readonly ratio: number };
  /** What it ought to be; of the ratio where there is one. */
  readonly wanted?: { readonly atLeast: number } | { readonly below: number };
}

/** Figures of one part on one server. */
export interface Chapter {
  readonly part: PartName;
  /** Null for a part that needs no server. */
  readonly store: Store | null;
  /** Of Temporal; empty without a server. */
  readonly serverVersion: string;
  readonly figures: readonly Figure[];
}

/** Whether a figure is what it ought to be; undefined where nothing is asked of it. */
function isAsWanted({ value, beside, wanted }: Figure): boolean | undefined {
  if (!wanted) return undefined;
  const judged = beside?.ratio ?? value;
  return 'atLeast' in wanted ? judged >= wanted.atLeast : judged < wanted.below;
}

const textColumns = 3;

/** The chapters as a table for people. */
export function tableOf(chapters: readonly Chapter[]): string {
  const rows = chapters.flatMap(({ part, store, figures }) =>
    figures.map((figure) => [part, store ?? '', figure.what, ...cellsOf(figure)]),
  );
  const all = [['part', 'store', 'what', 'Nightshift', 'beside it', 'ratio', 'wanted'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => pad(cell, widths[column] ?? 0, column < textColumns)).join('  ');
  return all.map((row) => line(row).trimEnd()).join('\n');
}

/** Everything for programs, with where and when it was measured. */
interface Report {
  readonly surroundings: Surroundings;
  readonly seconds: number;
  readonly chapters: readonly Chapter[];
}

/** Writes the report for programs. */
export async function writeReport(file: string, { surroundings, seconds, chapters }: Report): Promise<void> {
  const judged = chapters.map((chapter) => ({
    ...chapter,
    figures: chapter.figures.map((figure) => ({ ...figure, asWanted: isAsWanted(figure) })),
  }));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...surroundings, seconds, chapters: judged }, null, 2)}\n`);
}

function cellsOf(figure: Figure): readonly string[] {
  const { value, unit, beside, wanted } = figure;
  const asWanted = isAsWanted(figure);
  const goal = wanted && ('atLeast' in wanted ? `at least ${wanted.atLeast}` : `below ${plain(wanted.below)}`);
  return [
    `${plain(value)} ${unit}`,
    beside ? `${plain(beside.value)} ${beside.what}` : '',
    beside ? beside.ratio.toFixed(2) : '',
    goal ? `${goal}: ${asWanted ? 'met' : 'MISSED'}` : '',
  ];
}

function plain(value: number): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function pad(cell: string, width: number, left: boolean): string {
  return left ? cell.padEnd(width) : cell.padStart(width);
}
