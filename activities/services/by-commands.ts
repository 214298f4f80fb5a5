import type { RunOnHost } from '../../clients/commands/command.ts';
import type { CommandLine, ServiceCommands, ServiceDefinition } from '../../model/service.ts';
import { resultOf } from '../commands/command-results.ts';
import { lastWords } from '../commands/last-words.ts';
import { lookTimeout, problemWords } from '../commands/looking.ts';
import type { Runs, ServiceManager } from '../contracts/service-manager.ts';

/** A service that an operator's own commands look at and restart. */
export function managedByCommands(
  { name, host, commandTimeoutMs }: ServiceDefinition,
  { status, instance, restart, start }: ServiceCommands,
  runOnHost: RunOnHost,
): ServiceManager {
  const look = (command: CommandLine) =>
    runOnHost(host, command, { timeoutMs: lookTimeout(commandTimeoutMs), maxOutputBytes: 2_048 });

  const askStatus = async (): Promise<{ readonly runs: Runs; readonly summary: string }> => {
    if (!status) return { runs: 'unknown', summary: 'no status command is described' };
    const outcome = await look(status);
    const { exitCode, problem } = outcome;
    if (problem) return { runs: 'unknown', summary: `the status command ${problemWords[problem]}` };
    return { runs: exitCode === 0 ? 'yes' : 'no', summary: `status exits ${exitCode}${lastWords(outcome, 120)}` };
  };

  const askInstance = async (): Promise<string | null> => {
    if (!instance) return null;
    const outcome = await look(instance);
    if (outcome.problem !== null || outcome.exitCode !== 0) return null;
    return lastWords(outcome, 200).replace(/^: /, '');
  };

  return {
    async look() {
      const [answer, current] = await Promise.all([askStatus(), askInstance()]);
      return { ...answer, instance: current, isCrashLooping: null };
    },
    async restart() {
      const verb = start && (await askStatus()).runs === 'no' ? 'start' : 'restart';
      const command = verb === 'start' && start ? start : restart;
      const outcome = await runOnHost(host, command, { timeoutMs: commandTimeoutMs, maxOutputBytes: 2_048 });
      return resultOf(outcome, `the ${verb} command of ${name}`, `${verb}ed ${name}`);
    },
    readLog: () => Promise.resolve(null),
  };
}
