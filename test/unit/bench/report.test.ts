import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Chapter, Figure } from '../../../bench/report.ts';
import { tableOf, writeReport } from '../../../bench/report.ts';

function aChapter(...figures: readonly Figure[]): Chapter {
  return { part: 'accept', store: 'memory', serverVersion: '1.29.1', figures };
}

const faster: Figure = {
  what: 'accepted',
  unit: 'alerts/s',
  value: 1_234.5,
  beside: { what: 'bare', value: 400, ratio: 3.086 },
  wanted: { atLeast: 3 },
};
const tooFew: Figure = { ...faster, value: 900, beside: { what: 'bare', value: 400, ratio: 2.25 } };
const slow: Figure = { what: 'to the first action', unit: 'ms', value: 1_000, wanted: { below: 1_000 } };
const unjudged: Figure = { what: 'to 2xx', unit: 'ms', value: 12.34 };

it('shows people each figure, what stands beside it, and whether it is as wanted', () => {
  const [head, ...lines] = tableOf([aChapter(faster, tooFew, slow, unjudged)]).split('\n');

  expect(head?.trim().split(/ {2,}/)).toEqual(['part', 'store', 'what', 'Nightshift', 'beside it', 'ratio', 'wanted']);
  expect(lines.map((line) => line.split(/ {2,}/).slice(2))).toEqual([
    ['accepted', '1,235 alerts/s', '400 bare', '3.09', 'at least 3: met'],
    ['accepted', '900 alerts/s', '400 bare', '2.25', 'at least 3: MISSED'],
    ['to the first action', '1,000 ms', 'below 1,000: MISSED'],
    ['to 2xx', '12.3 ms'],
  ]);
});

it('tells programs the same, with its surroundings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-report-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'deeper', 'bench.json');
  const surroundings = {
    date: '2026-01-02T03:04:05.000Z',
    machine: { cores: 2, processor: 'slow', memoryGiB: 8, system: 'linux x64', load: 0 },
    versions: { nightshift: '0.1.0', commit: null, node: 'v24.0.0' },
  };

  await writeReport(file, { surroundings, seconds: 9, chapters: [aChapter(faster, slow, unjudged)] });

  const report = JSON.parse(await readFile(file, 'utf8'));
  expect(report).toMatchObject({ ...surroundings, seconds: 9 });
  expect(report.chapters[0].figures).toEqual([{ ...faster, asWanted: true }, { ...slow, asWanted: false }, unjudged]);
});
