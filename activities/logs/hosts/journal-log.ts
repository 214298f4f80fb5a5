import type { RunOnHost } from '../../../clients/commands/command.ts';
import type { CommandLine, ServiceDefinition, SystemdUnit } from '../../../model/service.ts';
import { lastWords } from '../../commands/last-words.ts';
import { problemWords } from '../../commands/looking.ts';
import type { FoundWindow, ReadHostLog } from '../found-logs.ts';
import { foundWindow, unreadWindow, windowOf } from '../found-logs.ts';
import { journalFields, linesOfJournal } from '../lines/journal.ts';
import { maxLogBytes, maxLogLines, readTimeout } from './reading-limits.ts';
import type { LogWindow } from '../windows.ts';

/** Reads what the journal of a host has of a unit: what the unit wrote, and what systemd said of it. */
export function logOfUnit(service: ServiceDefinition, { unit }: SystemdUnit, runOnHost: RunOnHost): ReadHostLog {
  const { name, host, commandTimeoutMs } = service;
  const options = { timeoutMs: readTimeout(commandTimeoutMs), maxOutputBytes: maxLogBytes };

  const find = async (window: LogWindow): Promise<{ readonly found: FoundWindow; readonly problem: string | null }> => {
    const outcome = await runOnHost(host, commandOf(unit, window), options);
    const { exitCode, problem, output, truncated } = outcome;
    if (problem || exitCode !== 0) {
      const words = problem ? problemWords[problem] : `exits ${exitCode}${lastWords(outcome, 200)}`;
      return { found: unreadWindow(window), problem: `journalctl for ${name} ${words}` };
    }
    // Times in messages are passed over: each entry bears its own. Seconds are too coarse: the windows meet within one.
    const lines = windowOf(linesOfJournal(output, name, { now: Date.now(), zoneMinutes: 0 }), window);
    const isCut = truncated || entriesIn(output) >= maxLogLines;
    return { found: foundWindow(lines, isCut ? null : lines.length, window), problem: null };
  };

  return async ({ before, during }) => {
    const [quiet, trouble] = await Promise.all([find(before), find(during)]);
    const problems = new Set([quiet.problem, trouble.problem].filter((problem) => problem !== null));
    return { source: `the journal of ${host}`, before: quiet.found, during: trouble.found, problems: [...problems] };
  };
}

function commandOf(unit: string, { from, to }: LogWindow): CommandLine {
  return [
    'journalctl',
    `--unit=${unit}`,
    `--since=@${Math.floor(from / 1_000)}`,
    `--until=@${Math.floor(to / 1_000)}`,
    `--lines=${maxLogLines}`,
    '--output=json',
    `--output-fields=${journalFields.join(',')}`,
    '--all',
    '--no-pager',
    '--quiet',
  ];
}

function entriesIn(output: string): number {
  return output.split('\n').filter((line) => line !== '').length;
}
