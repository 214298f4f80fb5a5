import { compare } from '../compare.ts';
import { dataFolder } from '../data/folder.ts';
import { loadM4 } from '../data/m4.ts';
import type { ForecastBenchOptions } from '../options.ts';
import type { Chapter, Row } from '../report.ts';
import { sampleOf } from './sample.ts';

/** From "Evaluation and Ranks.xlsx" of github.com/Mcompetitions/M4-methods: all 414 series. */
const published: readonly Row[] = [
  { what: 'published: Doornik', figures: { OWA: 0.41, sMAPE: 8.913, MASE: 0.801, coverage: 0.948, MSIS: 6.139 } },
  { what: 'published: Smyl', figures: { OWA: 0.44, sMAPE: 9.328, MASE: 0.893, coverage: 0.91, MSIS: 7.928 } },
];
const wanted = {
  OWA: { atMost: 0.4 },
  sMAPE: { atMost: 8.8 },
  MASE: { atMost: 0.77 },
  coverage: { atLeast: 0.94, atMost: 0.96 },
  MSIS: { atMost: 6.14 },
};

/** The hourly series of the M4 competition, as its entrants had to forecast them. */
export async function measureM4(options: ForecastBenchOptions): Promise<Chapter> {
  const all = await loadM4(dataFolder(process.env));
  const tasks = sampleOf(all, options.series, options.seed);
  const chapter = await compare('m4', tasks, options);
  if (tasks.length < all.length) return chapter;
  const rows = chapter.rows.map((row) => (row.what === 'ensemble' ? { ...row, wanted } : row));
  return { ...chapter, rows: [...rows, ...published] };
}
