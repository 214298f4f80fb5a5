import { runCommand } from '../../clients/process.ts';
import { lastWords } from '../commands/last-words.ts';
import { lookTimeout, problemWords } from '../commands/looking.ts';
import type { CheckRunner } from '../contracts/check-runner.ts';

/** What the service manager says: exit code 0 of the status command means that it runs. */
export const serviceStatus: CheckRunner = async ({ target }, { findService }) => {
  const { status, commandTimeoutMs } = findService(target);
  if (!status) return { health: 'unknown', summary: 'no status command is described' };
  const outcome = await runCommand(status, { timeoutMs: lookTimeout(commandTimeoutMs), maxOutputBytes: 2_048 });
  const { exitCode, problem } = outcome;
  if (problem) return { health: 'unknown', summary: `the status command ${problemWords[problem]}` };
  const health = exitCode === 0 ? 'healthy' : 'unhealthy';
  return { health, summary: `status exits ${exitCode}${lastWords(outcome, 120)}` };
};
