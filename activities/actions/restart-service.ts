import { runCommand } from '../../clients/process.ts';
import type { ServiceDefinition } from '../../model/service.ts';
import { lastWords } from '../last-words.ts';
import { lookTimeout } from '../looking.ts';
import type { ActionRunner } from '../contracts/action-runner.ts';

/** Runs the restart command that operators described, or their start command while the service does not run. */
export const restartService: ActionRunner = async ({ target }, { findService }) => {
  const service = findService(target);
  const { name, commandTimeoutMs } = service;
  const verb = service.start && (await isDead(service)) ? 'start' : 'restart';
  const outcome = await runCommand(service[verb] ?? service.restart, {
    timeoutMs: commandTimeoutMs,
    maxOutputBytes: 2_048,
  });
  const command = `the ${verb} command of ${name}`;
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
        ? { result: 'done', summary: `${verb}ed ${name}` }
        : { result: 'failed', summary: `${command} exited with ${outcome.exitCode}${words}` };
  }
};

/** Only a clear answer counts: where the status cannot tell, a restart is right for both. */
async function isDead({ status, commandTimeoutMs }: ServiceDefinition): Promise<boolean> {
  if (!status) return false;
  const { exitCode, problem } = await runCommand(status, { timeoutMs: lookTimeout(commandTimeoutMs) });
  return problem === null && exitCode !== 0;
}
