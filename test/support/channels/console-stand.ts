import type { ConsoleSettings } from '../../../model/notices/channel-settings.ts';
import { aMemoryLog } from '../memory-log.ts';
import type { ChannelStand } from './stand.ts';

/** The worker's log, in which nothing goes wrong. */
interface ConsoleStand extends ChannelStand {
  readonly settings: ConsoleSettings;
}

/** Opens a log. */
export async function openConsoleStand(): Promise<ConsoleStand> {
  const { log, lines, text } = aMemoryLog();
  return {
    settings: { name: 'console', type: 'console', everyIncident: true, digest: null },
    secrets: [],
    log,
    get shown() {
      return lines().map((line) => JSON.stringify(line));
    },
    get complaints() {
      return text().trimEnd().split('\n').length === lines().length ? [] : ['more lines than messages'];
    },
    failNext: () => undefined,
  };
}
