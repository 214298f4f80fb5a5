import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runTool } from '../../../stack/obtaining/tool.ts';
import { firstThere } from './folder.ts';
import { hourlyMeans, readMeasurements, tasksOf } from './nab-hourly.ts';
import type { Task } from './task.ts';

const original = 'the folder `data` of github.com/numenta/NAB, whose licence does not let it be copied into here';

/** The real series of the Numenta Anomaly Benchmark, averaged to hours. */
export async function loadNab(folder: string): Promise<readonly Task[]> {
  const unpacked = join(folder, 'nab', 'data');
  const packed = join(folder, 'nab', 'nab.tar.gz');
  const found = await firstThere([unpacked, packed], original);
  if (found === unpacked) return readAll(unpacked);
  const scratch = await mkdtemp(join(tmpdir(), 'nightshift-nab-'));
  try {
    await runTool('tar', ['-xzf', packed, '-C', scratch, 'data'], { env: process.env });
    return await readAll(join(scratch, 'data'));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function readAll(folder: string): Promise<readonly Task[]> {
  const files = globSync('real*/*.csv', { cwd: folder });
  const ofFiles = files.toSorted().map(async (file) => {
    const values = hourlyMeans(readMeasurements(await readFile(join(folder, file), 'utf8')));
    return values ? tasksOf(`${basename(dirname(file))}/${basename(file, '.csv')}`, values) : [];
  });
  return (await Promise.all(ofFiles)).flat();
}
