import type { Command } from 'commander';
import { forecasterNames } from '../../model/names.ts';
import type { CliContext } from '../context.ts';
import type { TypedOptions } from '../forecast/options.ts';

/** `nightshift forecast`: what comes after a series. */
export function addForecastCommand(program: Command, context: CliContext): void {
  program
    .command('forecast')
    .description('say what comes after a series, from a file, standard input or Prometheus')
    .option('--csv <file>', 'lines of timestamp,value; - for standard input, which is also taken without any of these')
    .option('--query <promql>', 'one series of the Prometheus in the configuration')
    .option('--batch <file>', 'a series a line as JSON {id, start, step_seconds, values}; answers a line each')
    .option('--horizon <steps|time>', 'how far ahead: steps of the series, or a time such as 12h', '48')
    .option('--step <time>', 'of a query; by the horizon unless given')
    .option('--start <time>', 'the first moment that counts, in ISO 8601')
    .option('--end <time>', 'the last moment that counts: the forecast begins behind it')
    .option('--season <auto|steps>', 'lengths of seasons in steps, such as 24,168; none for none', 'auto')
    .option('--model <name>', forecasterNames.join(', '), 'ensemble')
    .option('--lower <number>', 'what the values cannot fall below')
    .option('--upper <number>', 'what the values cannot rise above')
    .option('--limit <above|below:number>', 'say when this is reached, such as above:90')
    .option('--level <share>', 'the share of values that the interval holds', '0.95')
    .option('--unit <unit>', 'for pictures, such as bytes, percent or requests/s')
    .option('--seed <number>', 'the same seed gives the same forecast', '1')
    .option('--deadline <time>', 'how long one series may take', '2m')
    .option('--processes <number>', 'how many series of a batch are calculated at once; one a processor unless given')
    .option('--json', 'one JSON object instead of a picture')
    .option('--svg <file>', 'write the picture as SVG, too')
    .option('--title <text>', 'of the pictures')
    .action(async (typed: TypedOptions) => {
      // Other commands have no use for what it loads.
      const { runForecast } = await import('../forecast/run.ts');
      await runForecast(typed, context);
    });
}
