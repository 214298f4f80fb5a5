import { createContainerClient } from '../../../clients/docker.ts';
import type { Container, ServiceDefinition } from '../../../model/service.ts';
import type { FoundWindow, ReadHostLog } from '../found-logs.ts';
import { foundWindow, unreadWindow, windowOf } from '../found-logs.ts';
import { linesOfContainer } from '../lines/text-log.ts';
import { maxLogBytes, maxLogLines, readTimeout } from './reading-limits.ts';
import type { LogWindow } from '../windows.ts';

/** Reads what the engine keeps of a container, over its API. */
export function logOfContainer(service: ServiceDefinition, { api, container }: Container): ReadHostLog {
  const { name, commandTimeoutMs } = service;
  const engine = createContainerClient(api, container, readTimeout(commandTimeoutMs));

  const find = async (window: LogWindow): Promise<FoundWindow> => {
    const [since, until] = [Math.floor(window.from / 1_000), Math.floor(window.to / 1_000)];
    const text = await engine.readTimedLog(maxLogLines, since, until);
    // Seconds are too coarse: the windows meet within one.
    const lines = windowOf(
      linesOfContainer(text.slice(-maxLogBytes), name, { now: Date.now(), zoneMinutes: 0 }),
      window,
    );
    const isCut = text.length > maxLogBytes || text.split('\n').length > maxLogLines;
    return foundWindow(lines, isCut ? null : lines.length, window);
  };

  return async ({ before, during }) => {
    const source = `the container ${container}`;
    try {
      const [quiet, trouble] = await Promise.all([find(before), find(during)]);
      return { source, before: quiet, during: trouble, problems: [] };
    } catch (error) {
      return {
        source,
        before: unreadWindow(before),
        during: unreadWindow(during),
        problems: [(error as Error).message],
      };
    }
  };
}
