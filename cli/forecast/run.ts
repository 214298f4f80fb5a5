import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { processCalculator } from '../../clients/calculator/process-calculator.ts';
import { SeriesError } from '../../clients/series/series-source.ts';
import { forecastPicture } from '../../forecasting/picture/forecast-picture.ts';
import type { Forecast } from '../../model/forecast/forecast.ts';
import type { Series } from '../../model/forecast/series.ts';
import { calculatorModule } from '../../workers/calculator/calculator-module.ts';
import type { CliContext } from '../context.ts';
import { print, printJson, RefusedError, UsageError } from '../context.ts';
import { answerAsJson, crossingOf } from './answer-json.ts';
import { answerBatch, processesFor } from './batch.ts';
import type { ForecastOptions, TypedOptions } from './options.ts';
import { understood } from './options.ts';
import { questionOf } from './question.ts';
import { seriesOfFile, seriesOfQuery } from './read-series.ts';
import { terminalPicture } from './terminal-picture.ts';

/**
 * Forecasts what the options name, and tells it by JSON or by pictures.
 *
 * @throws UsageError for wrong options and bad input.
 * @throws RefusedError where there is no forecast.
 */
export async function runForecast(typed: TypedOptions, context: CliContext): Promise<void> {
  const options = understood(typed);
  const source = sourceOf(typed);
  const calculator = processCalculator({ module: calculatorModule, processes: processesFor(options) });
  try {
    if (source.kind === 'batch') return await answerBatch(source.text, options, calculator);
    const { series, notes } =
      source.kind === 'csv'
        ? await seriesOfFile(source.text, options)
        : await seriesOfQuery(source.text, options, context);
    const answer = await calculator.forecast(questionOf(series, options), options);
    for (const note of notes) console.error(note);
    if (typed.json) printJson(answerAsJson(answer, series, options.limit));
    if (answer.kind === 'refused') throw new RefusedError(`${answer.reason}: ${answer.detail}`);
    await show(series, answer.forecast, options, { title: nameOf(source), ...typed }, context);
  } catch (error) {
    throw inWords(error, source);
  } finally {
    await calculator.close();
  }
}

/** Where series come from: a file, which is `-` for standard input, or a query. */
interface Source {
  readonly kind: 'batch' | 'csv' | 'query';
  readonly text: string;
}

/** @throws UsageError unless it is one. */
function sourceOf({ csv, query, batch, svg }: TypedOptions): Source {
  const named = Object.entries({ csv, query, batch }).flatMap(([kind, text]) =>
    text === undefined ? [] : [{ kind: kind as Source['kind'], text }],
  );
  if (named.length > 1) throw new UsageError('name one source of series: --csv, --query or --batch');
  if (batch !== undefined && svg !== undefined)
    throw new UsageError('--svg draws one series, and --batch has many: leave one of them out');
  const [source] = named;
  if (source) return source;
  if (process.stdin.isTTY)
    throw new UsageError('name a series: --csv FILE, --query PROMQL, --batch FILE, or lines on standard input');
  return { kind: 'csv', text: '-' };
}

/** The picture, where it is wanted. */
async function show(
  series: Series,
  forecast: Forecast,
  { limit }: ForecastOptions,
  { title, svg, json }: Pick<TypedOptions, 'svg' | 'json'> & { readonly title: string },
  { env }: CliContext,
): Promise<void> {
  const crossing = limit && crossingOf(forecast, series, limit);
  const pictured = { series, forecast, limit, crossing, title };
  if (svg !== undefined) await writeFile(svg, forecastPicture(pictured));
  if (json) return;
  const hasColours = process.stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  for (const line of terminalPicture(pictured, { columns: process.stdout.columns ?? 80, hasColours })) print(line);
}

/** What was wrong with the input, as a user of the command has to hear it. */
function inWords(error: unknown, source: Source): unknown {
  if (error instanceof SeriesError) return new UsageError(`${nameOf(source)}: ${error.message}`);
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || (syscall !== 'open' && syscall !== 'read')) return error;
  return new UsageError(`${path ?? nameOf(source)}: cannot be opened (${code})`);
}

function nameOf({ kind, text }: Source): string {
  if (kind === 'query') return text;
  return text === '-' ? 'standard input' : basename(text);
}
