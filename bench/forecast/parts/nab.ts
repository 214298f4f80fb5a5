import { compare } from '../compare.ts';
import { dataFolder } from '../data/folder.ts';
import { loadNab } from '../data/nab.ts';
import type { ForecastBenchOptions } from '../options.ts';
import type { Chapter } from '../report.ts';
import { sampleOf } from './sample.ts';

const wanted = { MASE: { atMost: 1.05 }, coverage: { atLeast: 0.94, atMost: 0.96 }, MSIS: { atMost: 18 } };

/** Metrics of real operations, among whose values are many zeros: sMAPE, and with it OWA, say little there. */
export async function measureNab(options: ForecastBenchOptions): Promise<Chapter> {
  const all = await loadNab(dataFolder(process.env));
  const tasks = sampleOf(all, options.series, options.seed);
  const chapter = await compare('nab', tasks, options);
  if (tasks.length < all.length) return chapter;
  return { ...chapter, rows: chapter.rows.map((row) => (row.what === 'ensemble' ? { ...row, wanted } : row)) };
}
