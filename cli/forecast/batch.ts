import { availableParallelism } from 'node:os';
import { pipeline } from 'node:stream/promises';
import type { Calculator } from '../../clients/calculator/calculator.ts';
import type { BatchEntry } from '../../clients/series/files/batch.ts';
import { readBatch } from '../../clients/series/files/batch.ts';
import type { Series } from '../../model/forecast/series.ts';
import { RefusedError, UsageError } from '../context.ts';
import { answerAsJson } from './answer-json.ts';
import { inOrder } from './in-order.ts';
import type { ForecastOptions } from './options.ts';
import { questionOf } from './question.ts';
import { streamOf } from './read-series.ts';

/** How many are calculated at the same time. */
export function processesFor({ processes }: ForecastOptions): number {
  return processes ?? availableParallelism();
}

/**
 * Answers a file of series with a line each, in their order, as they come. A line that cannot be read, and a series that has
 * no forecast, are answered by why.
 *
 * @throws RefusedError at the end, where some have no forecast.
 */
export async function answerBatch(file: string, options: ForecastOptions, calculator: Calculator): Promise<void> {
  let total = 0;
  let without = 0;
  const answer = async (entry: BatchEntry): Promise<object> => {
    if (entry.kind === 'unreadable') return { id: entry.id, error: `line ${entry.line}: ${entry.reason}` };
    const answered = await answerSeries(entry.series, options, calculator);
    return { id: entry.id, ...answered };
  };
  const lines = async function* (): AsyncGenerator<string> {
    for await (const answered of inOrder(readBatch(streamOf(file)), 2 * processesFor(options), answer)) {
      total += 1;
      if (!('rows' in answered)) without += 1;
      yield `${JSON.stringify(answered)}\n`;
    }
  };
  await pipeline(lines, process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
    // Whoever reads it has enough.
    if (error.code !== 'EPIPE') throw error;
  });
  if (total === 0)
    throw new UsageError('the batch has no line: it takes {"id", "start", "step_seconds", "values"} on each');
  if (without > 0) throw new RefusedError(`${without} of ${total} series have no forecast; their lines say why`);
}

async function answerSeries(series: Series, options: ForecastOptions, calculator: Calculator): Promise<object> {
  try {
    const question = questionOf({ ...series, unit: options.unit }, options);
    return answerAsJson(await calculator.forecast(question, options), series, options.limit);
  } catch (error) {
    // The horizon may be none for a step of this series alone.
    if (error instanceof UsageError) return { error: error.message };
    throw error;
  }
}
