import type { ForecasterState } from '../../../model/forecast/forecast.ts';
import type { Ask } from '../crossing/by-forecast.ts';
import { questionOf } from '../crossing/by-forecast.ts';
import type { MadeHistory } from '../histories/make-histories.ts';
import { makeHistories } from '../histories/make-histories.ts';
import type { Chapter, Row } from '../report.ts';

/** Each level has twice as many as the one before, so that what grows faster than their number shows. */
const levels = [125, 250, 500];
const warmUp = 10;
const cores = 2;
const [secondsAnHour, bytesAMegabyte] = [3_600, 2 ** 20];
const seed = 2_028;
const wanted = { 'series/h': { atLeast: 10_000 } };

/**
 * What a forecast of the default model costs, in processor time of one process, of series that are forecast for
 * the first time and of those whose state is known. Two processes do twice as many on two cores.
 */
export async function measureThroughput(ask: Ask): Promise<Chapter> {
  const all = makeHistories(seed, Math.max(...levels), 'any');
  await answerAll(all.slice(0, warmUp), [], ask);
  const rows: Row[] = [];
  for (const level of levels) {
    console.error(`  ${level} series …`);
    const some = all.slice(0, level);
    const first = await measured(() => answerAll(some, [], ask));
    const again = await measured(() => answerAll(some, first.result, ask));
    rows.push({ what: `${level} series, the first time`, figures: figuresOf(level, first), wanted });
    rows.push({ what: `${level} series, with their states`, figures: figuresOf(level, again), wanted });
  }
  return {
    part: 'throughput',
    of: `series of ${all[0]?.series.values.length} values, on ${cores} cores`,
    rows,
    settings: { seed },
  };
}

/** In the order of the histories; null where a forecast was refused. */
async function answerAll(
  histories: readonly MadeHistory[],
  states: readonly (ForecasterState | null)[],
  ask: Ask,
): Promise<readonly (ForecasterState | null)[]> {
  const kept: (ForecasterState | null)[] = [];
  for (const [index, history] of histories.entries()) {
    const answer = await ask({ ...questionOf(history, 'ensemble'), state: states[index] ?? null });
    kept.push(answer.kind === 'forecast' ? answer.state : null);
  }
  return kept;
}

interface Measured<T> {
  readonly result: T;
  readonly seconds: number;
  readonly heapBytes: number;
}

async function measured<T>(work: () => Promise<T>): Promise<Measured<T>> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  globalThis.gc?.();
  return { result, seconds: (user + system) / 1e6, heapBytes: process.memoryUsage().heapUsed };
}

function figuresOf(series: number, { seconds, heapBytes }: Measured<unknown>): Row['figures'] {
  return {
    's/series': seconds / series,
    'series/h': Math.round((cores * secondsAnHour * series) / seconds),
    'heap MB': heapBytes / bytesAMegabyte,
  };
}
