import { runCommand } from '../../clients/process.ts';
import { askProbe } from '../../clients/probe.ts';
import type { Facts } from '../../model/remediation/plan.ts';
import type { ServiceDefinition } from '../../model/service.ts';
import { lastWords } from '../commands/last-words.ts';
import { lookTimeout } from '../commands/looking.ts';
import type { ActionDefinition } from '../contracts/action-definition.ts';

/** Runs the restart command that operators described, or their start command while the service does not run. */
export const restartService: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  expectedMs: 60_000,

  async observe(target, { findService }) {
    const service = findService(target);
    const [answers, runs, instance] = await Promise.all([
      askProbe(service.probe),
      stateOf(service),
      instanceOf(service),
    ]);
    return { answers: answers.health, runs, ...(instance === null ? {} : { instance }) };
  },

  async perform(target, { findService }) {
    const service = findService(target);
    const { name, commandTimeoutMs } = service;
    const verb = service.start && (await stateOf(service)) === 'no' ? 'start' : 'restart';
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
  },

  async didHappen(target, before, { findService }) {
    const service = findService(target);
    const [runs, instance] = await Promise.all([stateOf(service), instanceOf(service)]);
    // What a dead service names is no start of it, and says something only beside what it named when it was dead.
    const isComparable = runs !== 'no' || before['runs'] === 'no';
    if (instance !== null && before['instance'] !== undefined && isComparable)
      return instance === before['instance'] ? 'no' : 'yes';
    return whetherStarted(before, runs);
  },
};

/** Without an instance only a dead service that runs now, or that is still dead, tells. */
function whetherStarted(before: Facts, runs: Runs): 'yes' | 'no' | 'unknown' {
  if (before['runs'] !== 'no' || runs === 'unknown') return 'unknown';
  return runs === 'yes' ? 'yes' : 'no';
}

type Runs = 'yes' | 'no' | 'unknown';

/** Only a clear answer counts. */
async function stateOf({ status, commandTimeoutMs }: ServiceDefinition): Promise<Runs> {
  if (!status) return 'unknown';
  const { exitCode, problem } = await runCommand(status, { timeoutMs: lookTimeout(commandTimeoutMs) });
  if (problem !== null) return 'unknown';
  return exitCode === 0 ? 'yes' : 'no';
}

/** What tells one start of the service from the next; null where nothing does. */
async function instanceOf({ instance, commandTimeoutMs }: ServiceDefinition): Promise<string | null> {
  if (!instance) return null;
  const outcome = await runCommand(instance, { timeoutMs: lookTimeout(commandTimeoutMs), maxOutputBytes: 2_048 });
  if (outcome.problem !== null || outcome.exitCode !== 0) return null;
  return lastWords(outcome, 200).replace(/^: /, '');
}
