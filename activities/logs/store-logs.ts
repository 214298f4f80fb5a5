import { setTimeout as sleep } from 'node:timers/promises';
import { comparable } from '../../clients/logs/comparable.ts';
import type { FoundLines, LogStore } from '../../clients/logs/log-store.ts';
import { LogStoreError } from '../../clients/logs/log-store.ts';
import type { LogSubject } from '../../model/logs/log-subject.ts';
import type { FoundLogs } from './found-logs.ts';
import type { LogWindow, LogWindows } from './windows.ts';

/** Of each window. So many lines are analysed in less than a fifth of a second, in which the worker does nothing else. */
const maxLines = 20_000;
const maxBytes = 8 * 1024 * 1024;
/** Whatever a store itself allows. */
const timeoutMs = 15_000;

/**
 * Searches a store for both windows at the same time.
 *
 * @throws LogStoreError
 */
export async function searchStore(
  store: LogStore,
  subjects: readonly LogSubject[],
  windows: LogWindows,
): Promise<FoundLogs> {
  const find = (window: LogWindow): Promise<FoundLines> => store.search({ subjects, ...window, maxLines, maxBytes });
  const stop = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: stop.signal, ref: false }).then(() => {
    throw new LogStoreError('unavailable', `it has not answered within ${timeoutMs / 1_000} s`);
  });
  try {
    const [before, during] = await Promise.race([Promise.all([find(windows.before), find(windows.during)]), late]);
    const lines = comparable(before, during);
    return {
      source: store.name,
      before: { lines: lines.before, total: before.total, covered: windows.before },
      during: { lines: lines.during, total: during.total, covered: windows.during },
      problems: [...new Set([...(before.notes ?? []), ...(during.notes ?? [])])],
    };
  } finally {
    late.catch(() => undefined);
    stop.abort();
  }
}
