import { runCommand } from '../../clients/process.ts';
import { lastWords } from '../last-words.ts';
import type { ActionRunner } from '../contracts/action-runner.ts';

/** Runs the restart command that operators described. */
export const restartService: ActionRunner = async ({ target }, { findService }) => {
  const { name, restart, commandTimeoutMs } = findService(target);
  const outcome = await runCommand(restart, {
    timeoutMs: commandTimeoutMs,
    maxOutputBytes: 2_048,
  });
  const command = `the restart command of ${name}`;
  const words = lastWords(outcome, 200);
  switch (outcome.problem) {
    case 'timed-out':
      return { result: 'unknown', summary: `${command} took too long and was ended` };
    case 'killed':
      return { result: 'unknown', summary: `${command} was killed${words}` };
    case 'not-started':
      return { result: 'failed', summary: `${command} could not be started${words}` };
    case null:
      return outcome.exitCode === 0
        ? { result: 'done', summary: `restarted ${name}` }
        : { result: 'failed', summary: `${command} exited with ${outcome.exitCode}${words}` };
  }
};
