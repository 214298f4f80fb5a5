import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { firstThere } from './folder.ts';
import type { Task } from './task.ts';

const original =
  'Dataset/Train/Hourly-train.csv and Dataset/Test/Hourly-test.csv of github.com/Mcompetitions/M4-methods';

/** All hourly series of the M4 competition, with the values that its entrants did not have. */
export async function loadM4(folder: string): Promise<readonly Task[]> {
  const [train, test] = await Promise.all(['train', 'test'].map((part) => rowsOf(folder, part)));
  return [...(train ?? [])].map(([id, history]) => ({ id, history, actual: test?.get(id) ?? [] }));
}

async function rowsOf(folder: string, part: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const plain = join(folder, 'm4-hourly', `Hourly-${part}.csv`);
  const file = await firstThere([plain, `${plain}.gz`], original);
  const bytes = await readFile(file);
  return readRows((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
}

/** A series a line: its name, then its values, quoted or not, with empty cells at the end of shorter ones. */
export function readRows(csv: string): ReadonlyMap<string, readonly number[]> {
  const [, ...lines] = csv.trim().split(/\r?\n/);
  return new Map(
    lines.map((line) => {
      const [id = '', ...cells] = line.split(',').map((cell) => cell.replaceAll('"', '').trim());
      return [id, cells.filter((cell) => cell !== '' && cell !== 'NA').map(Number)];
    }),
  );
}
