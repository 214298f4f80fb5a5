import type { Command } from 'commander';
import { workerMain } from '../../workers/main.ts';
import { triggerMain } from '../../triggers/main.ts';
import type { CliContext } from '../context.ts';
import { untilAskedToStop } from '../context.ts';
import { startEverything } from '../start.ts';

/** `nightshift start`, `nightshift worker` and `nightshift trigger`: the processes that stay. */
export function addProcessCommands(program: Command, context: CliContext): void {
  program
    .command('start')
    .description('run everything on this machine, with a Temporal of its own unless TEMPORAL_ADDRESS is set')
    .action(async () => {
      const running = await startEverything(context.configFile(), context.env);
      await Promise.race([untilAskedToStop(), running.broken]);
      await running.stop();
    });
  program
    .command('worker')
    .description('run the worker: workflows and everything they do')
    .action(() => workerMain(context.configFile(), context.env, untilAskedToStop()));
  program
    .command('trigger')
    .description('run the trigger: the webhook that alerts come in by')
    .action(() => triggerMain(context.configFile(), context.env, untilAskedToStop()));
}
