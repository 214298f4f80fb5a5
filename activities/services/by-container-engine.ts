import type { ContainerState } from '../../clients/docker.ts';
import { ContainerError, createContainerClient } from '../../clients/docker.ts';
import type { ActionResult } from '../../model/remediation/plan.ts';
import type { Container, ServiceDefinition } from '../../model/service.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import { lookTimeout } from '../commands/looking.ts';
import type { ServiceManager, ServiceState } from '../contracts/service-manager.ts';
import { crashLoop } from '../contracts/service-manager.ts';

/** A service that is a container; its engine is asked over its API, from the machine of the worker. */
export function managedByContainerEngine(
  { name, commandTimeoutMs }: ServiceDefinition,
  { api, container }: Container,
): ServiceManager {
  const looking = createContainerClient(api, container, lookTimeout(commandTimeoutMs));
  const acting = createContainerClient(api, container, commandTimeoutMs);

  return {
    async look() {
      try {
        return stateOf(container, await looking.inspect());
      } catch (error) {
        return { runs: 'unknown', instance: null, isCrashLooping: null, summary: wordsOf(error) };
      }
    },
    async restart() {
      try {
        const { isRunning, isRestarting } = await looking.inspect();
        const verb = isRunning || isRestarting ? 'restart' : 'start';
        await acting[verb]();
        return { result: 'done', summary: `${verb}ed ${name}` };
      } catch (error) {
        return failureOf(error);
      }
    },
    async readLog(maxBytes) {
      try {
        const text = await looking.readLog(500);
        return { text: text.slice(-maxBytes), truncated: text.length > maxBytes };
      } catch (error) {
        return { text: `(no log: ${wordsOf(error)})`, truncated: false };
      }
    },
  };
}

function stateOf(container: string, state: ContainerState): ServiceState {
  const { id, isRunning, isRestarting, restarts, startedAt, exitCode, wasOutOfMemory } = state;
  const isYoung = Date.now() - Date.parse(startedAt) < crashLoop.withinMs;
  const end = `exited with ${exitCode}${wasOutOfMemory ? ' (out of memory)' : ''}`;
  return {
    runs: isRunning ? 'yes' : 'no',
    instance: `${id.slice(0, 12)} ${startedAt}`,
    isCrashLooping: isRestarting || (restarts >= crashLoop.restarts && isYoung),
    summary: `container ${container} ${isRunning ? 'runs' : isRestarting ? `restarts, last it ${end}` : `has ${end}`}`,
  };
}

function failureOf(error: unknown): ActionResult {
  const isRefused = error instanceof ContainerError && error.kind === 'refused';
  return { result: isRefused ? 'failed' : 'unknown', summary: wordsOf(error) };
}

function wordsOf(error: unknown): string {
  return maskedLine(error instanceof Error ? error.message : String(error), 200);
}
