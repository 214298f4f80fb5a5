import type { CommandProblem } from '../../clients/commands/command.ts';

/** A command that only looks has to end well within the time of the activity that runs it. */
const maxLookMs = 30_000;

/** How long a command that changes nothing may take, whatever the service's own commands may. */
export function lookTimeout(commandTimeoutMs: number): number {
  return Math.min(commandTimeoutMs, maxLookMs);
}

/** Why a command gave no answer, in words. */
export const problemWords: Readonly<Record<CommandProblem, string>> = {
  'timed-out': 'took too long',
  'not-started': 'could not be started',
  killed: 'was killed',
  disconnected: 'was lost sight of, because the connection to its host broke',
};
