import { comparable } from '../../clients/logs/comparable.ts';
import type { FoundLines, LogStore } from '../../clients/logs/log-store.ts';
import type { LogSubject } from '../../model/logs/log-subject.ts';
import type { FoundLogs } from './found-logs.ts';
import { maxAnalysedLines } from './found-logs.ts';
import { inTime } from './in-time.ts';
import type { LogWindow, LogWindows } from './windows.ts';

/** Of each window. */
const maxBytes = 8 * 1024 * 1024;
/** Whatever a store itself allows. */
const timeoutMs = 15_000;

/** Searches a store for both windows at the same time; it throws where that gives no answer. */
export async function searchStore(
  store: LogStore,
  subjects: readonly LogSubject[],
  windows: LogWindows,
): Promise<FoundLogs> {
  const find = (window: LogWindow): Promise<FoundLines> =>
    store.search({ subjects, ...window, maxLines: maxAnalysedLines, maxBytes });
  const [before, during] = await inTime(Promise.all([find(windows.before), find(windows.during)]), timeoutMs);
  const lines = comparable(before, during);
  return {
    source: store.name,
    before: { lines: lines.before, total: before.total, covered: windows.before },
    during: { lines: lines.during, total: during.total, covered: windows.during },
    problems: [...new Set([...(before.notes ?? []), ...(during.notes ?? [])])],
  };
}
