import type { LogLine } from '../../model/logs/log-line.ts';
import type { LogWindow, LogWindows } from './windows.ts';

/** Of each window. So many lines are analysed in less than a fifth of a second, in which the worker does nothing else. */
export const maxAnalysedLines = 20_000;

/** The lines of one window, oldest first. */
export interface FoundWindow {
  readonly lines: readonly LogLine[];
  /** How many there are, whether read or not; null where nobody has counted them. */
  readonly total: number | null;
  /** The part of the window from which they are: not all of it where not all were read. */
  readonly covered: LogWindow;
}

/** What one place had of the logs that are wanted. */
export interface FoundLogs {
  /** What people call that place. */
  readonly source: string;
  readonly before: FoundWindow;
  readonly during: FoundWindow;
  /** What could not be read there, and why; for people, not yet masked. */
  readonly problems: readonly string[];
}

/** Reads one program's log where it runs. It never rejects: what went wrong is among its problems. */
export type ReadHostLog = (windows: LogWindows) => Promise<FoundLogs>;

/** Lines that were read of a window; where they are not all, the window counts as far as they reach. */
export function foundWindow(lines: readonly LogLine[], total: number | null, window: LogWindow): FoundWindow {
  const [first, last] = [lines[0], lines.at(-1)];
  const isWhole = total !== null && total <= lines.length;
  if (isWhole || !first || !last) return { lines, total, covered: window };
  return { lines, total, covered: { from: Math.max(window.from, first.at), to: Math.min(window.to, last.at + 1) } };
}

/** A window of which nothing could be read. */
export function unreadWindow(window: LogWindow): FoundWindow {
  return { lines: [], total: null, covered: window };
}

/** Whether there is a single line. */
export function hasLines({ before, during }: FoundLogs): boolean {
  return before.lines.length + during.lines.length > 0;
}

/** The lines of either window. */
export function windowOf(lines: readonly LogLine[], { from, to }: LogWindow): readonly LogLine[] {
  return lines.filter(({ at }) => at >= from && at < to);
}

/** Lines of several programs as one log. */
export function merged(source: string, parts: readonly FoundLogs[], windows: LogWindows): FoundLogs {
  return {
    source,
    before: mergedWindow(
      parts.map(({ before }) => before),
      windows.before,
    ),
    during: mergedWindow(
      parts.map(({ during }) => during),
      windows.during,
    ),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** Only the time of which every part that has lines has all: elsewhere a program would seem to fall silent. */
function mergedWindow(parts: readonly FoundWindow[], window: LogWindow): FoundWindow {
  const speaking = parts.filter(({ lines }) => lines.length > 0);
  const from = Math.max(window.from, ...speaking.map(({ covered }) => covered.from));
  const totals = parts.map(({ total }) => total);
  const all = windowOf(
    speaking.flatMap((part) => part.lines),
    { from, to: window.to },
  );
  const lines = all.toSorted((one, other) => one.at - other.at).slice(-maxAnalysedLines);
  const isCut = lines.length < all.length;
  return {
    lines,
    total: totals.includes(null) ? null : totals.reduce<number>((sum, total) => sum + (total ?? 0), 0),
    covered: { from: isCut ? (lines[0]?.at ?? from) : from, to: window.to },
  };
}
