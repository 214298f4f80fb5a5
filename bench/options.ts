import { Command, Option } from 'commander';
import type { Store } from './servers.ts';
import { stores } from './servers.ts';

const partNames = ['accept', 'reaction', 'growth', 'logs'] as const;
export type PartName = (typeof partNames)[number];

/** What is measured, on which servers, and where the report goes. */
interface BenchOptions {
  readonly only: readonly PartName[];
  /** Undefined for the servers that each part names itself. */
  readonly stores: readonly Store[] | undefined;
  readonly json: string;
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
    .parse(argv);
  const { only, stores: chosen, json } = command.opts<{ only: PartName[]; stores?: Store[]; json: string }>();
  return { only, stores: chosen, json };
}
