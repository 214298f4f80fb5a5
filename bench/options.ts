import { Command, InvalidArgumentError, Option } from 'commander';
import type { Store } from './servers.ts';
import { stores } from './servers.ts';

const partNames = ['accept', 'reaction', 'growth', 'logs', 'evidence', 'nodes', 'watching', 'escalations'] as const;
export type PartName = (typeof partNames)[number];

/** What is measured, on which servers, and where the report goes. */
export interface BenchOptions {
  readonly only: readonly PartName[];
  /** Undefined for the servers that each part names itself. */
  readonly stores: readonly Store[] | undefined;
  readonly json: string;
  /** Lines of the index that the part `evidence` asks. */
  readonly lines: number;
}

/** Reads the command line; ends the process with an explanation where it cannot be read. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const command = new Command('bench')
    .description('Measures Nightshift beside what nobody can do without.')
    .addOption(new Option('--only <parts...>', 'the parts to measure').choices(partNames).default([...partNames]))
    .addOption(
      new Option('--stores <stores...>', 'the servers to measure on, instead of each part’s own').choices(stores),
    )
    .addOption(new Option('--json <file>', 'where the report for programs goes').default('reports/bench.json'))
    .addOption(
      new Option('--lines <count>', 'lines of the index that the part evidence asks')
        .argParser(countOf)
        .default(5_000_000),
    )
    .parse(argv);
  const chosen = command.opts<{ only: PartName[]; stores?: Store[]; json: string; lines: number }>();
  return { ...chosen, stores: chosen.stores };
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('write a number of lines, such as 100000');
  return Number(text);
}
