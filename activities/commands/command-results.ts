import type { CommandOutcome } from '../../clients/commands/command.ts';
import type { ActionResult } from '../../model/remediation/plan.ts';
import { lastWords } from './last-words.ts';

/**
 * What is known of an effect from how its command went.
 *
 * @param command such as `the restart command of web`.
 * @param done what to say where it went well.
 */
export function resultOf(outcome: CommandOutcome, command: string, done: string): ActionResult {
  const words = lastWords(outcome, 200);
  switch (outcome.problem) {
    case 'timed-out':
      return { result: 'unknown', summary: `${command} took too long and was ended` };
    case 'killed':
      return { result: 'unknown', summary: `${command} was killed${words}` };
    case 'disconnected':
      return { result: 'unknown', summary: `the connection broke while ${command} ran` };
    case 'not-started':
      return { result: 'failed', summary: `${command} could not be started${words}` };
    case null:
      return outcome.exitCode === 0
        ? { result: 'done', summary: done }
        : { result: 'failed', summary: `${command} exited with ${outcome.exitCode}${words}` };
  }
}
