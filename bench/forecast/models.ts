import { forecasters } from '../../forecasting/models/index.ts';
import { ForecastRefusedError } from '../../forecasting/refused.ts';
import { loadEnginesOf } from '../../workers/calculator/engines.ts';
import type { Task } from './data/task.ts';
import { day, horizon, hourMs, week } from './data/task.ts';
import type { Expected } from './measures.ts';

/** What can be measured of our own. */
export const modelNames = [
  'arima',
  'ensemble',
  'ets',
  'mstl',
  'prophet',
  'ridge-autoregression',
  'seasonal-naive',
] as const;
export type ModelName = (typeof modelNames)[number];

/** A forecast and what it cost, or null where it was refused. */
export interface Answer {
  readonly expected: Expected | null;
  /** Of processor time, so that what else the machine does makes it no larger. */
  readonly seconds: number;
}

/** Asks one model for every forecast, one after the other. */
export async function answersOf(model: ModelName, tasks: readonly Task[], seed: number): Promise<readonly Answer[]> {
  await loadEnginesOf(model);
  // The first call compiles what all others use.
  if (tasks[0]) answerOf(model, tasks[0], seed);
  return tasks.map((task) => {
    const before = process.cpuUsage();
    const expected = answerOf(model, task, seed);
    const { user, system } = process.cpuUsage(before);
    return { expected, seconds: (user + system) / 1e6 };
  });
}

function answerOf(model: ModelName, { history }: Task, seed: number): Expected | null {
  const values = Float64Array.from(history);
  const seasons = [day, week].filter((season) => values.length >= 2 * season);
  try {
    const state = forecasters[model].train({ values, startMs: 0, stepMs: hourMs, seasons, columns: [], seed });
    return { point: forecasters[model].forecast(state, horizon, []), lower: null, upper: null };
  } catch (error) {
    if (error instanceof ForecastRefusedError) return null;
    throw error;
  }
}
