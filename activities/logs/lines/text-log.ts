import type { LogLine } from '../../../model/logs/log-line.ts';
import { parseLine } from './parse-line.ts';
import type { ParsedLine } from './parsed-line.ts';
import { timedLines } from './timed-lines.ts';
import type { HostClock } from './timestamps.ts';
import { readTime } from './timestamps.ts';

/** What lies further back may be of any age. */
export const maxLinesWithoutTimes = 100;

/** Reads a log as a program has written it; nothing where no line bears a time. */
export function linesOfText(text: string, service: string, clock: HostClock): readonly LogLine[] {
  return timedLines(parsed(text, clock), service);
}

/** Reads the end of a log whose lines bear no time: they are taken for what was written last. */
export function linesWithoutTimes(text: string, service: string, writtenAt: number): readonly LogLine[] {
  const newest = text.trimEnd().split('\n').slice(-maxLinesWithoutTimes).join('\n');
  return timedLines(parsed(newest, { now: writtenAt, zoneMinutes: 0 }), service, writtenAt);
}

function parsed(text: string, clock: HostClock): readonly ParsedLine[] {
  return text.split('\n').map((line) => parseLine(line, clock));
}

/** Reads a log before whose every line a container engine has put the time. */
export function linesOfContainer(text: string, service: string, clock: HostClock): readonly LogLine[] {
  const written = text.split('\n').flatMap((line) => {
    const [time = '', rest = ''] = line.split(/ (.*)/s);
    const at = readTime(time, clock)?.at;
    return at === undefined ? [] : [{ ...parseLine(rest, clock), at }];
  });
  return timedLines(written, service);
}
