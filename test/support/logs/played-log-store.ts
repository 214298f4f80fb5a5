import type { FoundLines, LogSearch, LogStore } from '../../../clients/logs/log-store.ts';
import type { LogLine } from '../../../model/logs/log-line.ts';

/** A store of logs that has what a test says, and remembers what it was asked. */
interface PlayedLogStore extends LogStore {
  readonly searches: LogSearch[];
}

/** @param find what it finds; every line within the window unless given. */
export function aPlayedLogStore(
  lines: readonly LogLine[],
  find: (search: LogSearch) => Promise<FoundLines> = async ({ from, to, maxLines }) => {
    const within = lines.filter(({ at }) => at >= from && at < to);
    return { lines: within.slice(0, maxLines), total: within.length };
  },
): PlayedLogStore {
  const searches: LogSearch[] = [];
  return {
    name: 'Playstore',
    searches,
    search: (search) => (searches.push(search), find(search)),
    linkTo: ({ from, to }) => `https://logs.example/discover?from=${from}&to=${to}`,
  };
}
