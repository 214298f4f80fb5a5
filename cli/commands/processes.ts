import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { untilAskedToStop } from '../context.ts';

/**
 * `nightshift start`, `nightshift worker` and `nightshift trigger`: the processes that stay. Each loads
 * only what it runs: a trigger has no use for the worker's native core, which is half of its memory.
 */
export function addProcessCommands(program: Command, context: CliContext): void {
  program
    .command('start')
    .description('run everything on this machine, with a Temporal of its own unless TEMPORAL_ADDRESS is set')
    .action(async () => {
      const { startEverything } = await import('../start.ts');
      const running = await startEverything(context.configFile(), context.env);
      await Promise.race([untilAskedToStop(), running.broken]);
      await running.stop();
    });
  program
    .command('worker')
    .description('run the worker: workflows and everything they do')
    .action(async () => {
      const { workerMain } = await import('../../workers/main.ts');
      await workerMain(context.configFile(), context.env, untilAskedToStop());
    });
  program
    .command('trigger')
    .description('run the trigger: the webhook that alerts come in by')
    .action(async () => {
      const { triggerMain } = await import('../../triggers/main.ts');
      await triggerMain(context.configFile(), context.env, untilAskedToStop());
    });
}
