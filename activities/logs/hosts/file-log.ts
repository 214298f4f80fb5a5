import type { CommandOutcome, RunOnHost } from '../../../clients/commands/command.ts';
import type { CommandLine, LogSource, ServiceDefinition } from '../../../model/service.ts';
import { lastWords } from '../../commands/last-words.ts';
import { problemWords } from '../../commands/looking.ts';
import type { FoundWindow, ReadHostLog } from '../found-logs.ts';
import { foundWindow, unreadWindow, windowOf } from '../found-logs.ts';
import { linesOfText, linesWithoutTimes, maxLinesWithoutTimes } from '../lines/text-log.ts';
import type { HostClock } from '../lines/timestamps.ts';
import { zoneMinutesOf } from '../lines/timestamps.ts';
import { newestOf } from '../newest-of.ts';
import { maxLogBytes, readTimeout } from './reading-limits.ts';
import type { LogWindow } from '../windows.ts';

/** Reads the end of a described log: of its file, or of what its command prints. */
export function logOfFile(service: ServiceDefinition, logs: LogSource, runOnHost: RunOnHost): ReadHostLog {
  const { name, host, commandTimeoutMs } = service;
  const timeoutMs = readTimeout(commandTimeoutMs);
  const what = `the log ${logs.kind} of ${name}`;
  const source = `${what} on ${host}`;
  return async (windows) => {
    const [outcome, clock] = await Promise.all([
      runOnHost(host, newestOf(logs, maxLogBytes), { timeoutMs, maxOutputBytes: maxLogBytes }),
      clockOf(logs, (command) => runOnHost(host, command, { timeoutMs, maxOutputBytes: 64 })),
    ]);
    const problem = problemOf(outcome, logs);
    if (problem !== null) {
      const { before, during } = windows;
      return { source, before: unreadWindow(before), during: unreadWindow(during), problems: [`${what} ${problem}`] };
    }
    const { output, truncated: isCut } = outcome;
    // A cut goes through a line.
    const text = isCut ? output.slice(output.indexOf('\n') + 1) : output;
    const timed = linesOfText(text, name, clock);
    const lines = timed.length > 0 ? timed : linesWithoutTimes(text, name, clock.writtenAt);
    const [first] = lines;
    const inWindow = (window: LogWindow): FoundWindow => {
      const some = windowOf(lines, window);
      const isWhole = !isCut || (first !== undefined && first.at < window.from);
      return foundWindow(some, isWhole ? some.length : null, window);
    };
    const problems = [];
    if (timed.length === 0 && first)
      problems.push(`${what} has no times, so its last ${maxLinesWithoutTimes} lines are taken for new`);
    else if (isCut && first && first.at >= windows.before.to)
      problems.push(`${what} does not reach back before the incident, so all in it looks new`);
    return { source, before: inWindow(windows.before), during: inWindow(windows.during), problems };
  };
}

/** When the log was last written, and the zone in which its host writes times. */
async function clockOf(
  logs: LogSource,
  run: (command: CommandLine) => Promise<CommandOutcome>,
): Promise<HostClock & { readonly writtenAt: number }> {
  const ofFile = logs.kind === 'file' ? [`--reference=${logs.path}`] : [];
  const { output } = await run(['date', ...ofFile, '+%s %z']);
  const [, seconds, zone = ''] = /(\d{1,11}) ([+-]\d{4})\s*$/.exec(output) ?? [];
  const now = Date.now();
  return {
    now,
    zoneMinutes: zoneMinutesOf(zone),
    writtenAt: seconds === undefined ? now : Number(seconds) * 1_000,
  };
}

function problemOf(outcome: CommandOutcome, { kind }: LogSource): string | null {
  const isFile = kind === 'file';
  if (outcome.problem) return `${isFile ? 'cannot be read: tail ' : ''}${problemWords[outcome.problem]}`;
  // A command may exit as it likes.
  return isFile && outcome.exitCode !== 0 ? `cannot be read${lastWords(outcome, 200)}` : null;
}
