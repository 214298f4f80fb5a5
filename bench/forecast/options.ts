import { Command, InvalidArgumentError, Option } from 'commander';
import type { ModelName } from './models.ts';
import { modelNames } from './models.ts';

const partNames = ['m4', 'nab', 'crossing', 'throughput'] as const;
export type PartName = (typeof partNames)[number];

/** Networks learn for seconds, each series anew. */
const quickModels = modelNames.filter((name) => name !== 'lstm' && name !== 'transformer');

/** What is measured, of how much, and where the report goes. */
export interface ForecastBenchOptions {
  readonly only: readonly PartName[];
  readonly models: readonly ModelName[];
  /** So many series, drawn by the seed; all where it is undefined. */
  readonly series: number | undefined;
  readonly peers: boolean;
  readonly seed: number;
  readonly json: string;
}

/** Reads the command line; ends the process with an explanation where it cannot be read. */
export function readForecastOptions(argv: readonly string[]): ForecastBenchOptions {
  const command = new Command('bench:forecast')
    .description('Measures the forecasters on public data, beside their peers.')
    .addOption(new Option('--only <parts...>', 'the parts to measure').choices(partNames).default([...partNames]))
    .addOption(
      new Option('--models <names...>', 'the forecasters; networks only where they are named')
        .choices(modelNames)
        .default(quickModels),
    )
    .addOption(new Option('--series <count>', 'only so many series, drawn by the seed').argParser(countOf))
    .option('--peers', 'also those of statsforecast and Prophet, by Python, which are fetched at first', false)
    .addOption(
      new Option('--seed <number>', 'what is drawn by chance is drawn from this').argParser(countOf).default(0),
    )
    .option('--json <file>', 'where the report for programs goes', 'reports/bench-forecast.json')
    .parse(argv);
  const chosen = command.opts<ForecastBenchOptions>();
  return { ...chosen, series: chosen.series };
}

function countOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('write a whole number, such as 50');
  return Number(text);
}
