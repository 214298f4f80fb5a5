import { answerQuestion } from '../../forecasting/answer.ts';
import type { ForecasterName } from '../../model/names.ts';
import { forecasterNames } from '../../model/names.ts';
import { loadEnginesOf } from '../../workers/calculator/engines.ts';
import type { Task } from './data/task.ts';
import { horizon, hourMs } from './data/task.ts';
import type { Expected } from './measures.ts';

const level = 0.95;

/** What can be measured of our own. */
export const modelNames = forecasterNames;
export type ModelName = ForecasterName;

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
  if (tasks[0]) await answerOf(model, tasks[0], seed);
  const answers: Answer[] = [];
  for (const task of tasks) {
    const before = process.cpuUsage();
    const expected = await answerOf(model, task, seed);
    const { user, system } = process.cpuUsage(before);
    answers.push({ expected, seconds: (user + system) / 1e6 });
  }
  return answers;
}

async function answerOf(model: ModelName, { history }: Task, seed: number): Promise<Expected | null> {
  const answer = await answerQuestion({
    series: { labels: {}, unit: null, startMs: 0, stepMs: hourMs, values: history },
    horizon,
    model,
    seasons: 'auto',
    bounds: { lower: null, upper: null },
    level,
    seed,
    events: [],
    regressors: [],
    state: null,
  });
  if (answer.kind === 'refused') return null;
  const { yhat, lower, upper } = answer.forecast;
  return { point: yhat, lower, upper };
}
