import type { LogLine } from '../../../model/logs/log-line.ts';
import { levelNumbered } from './levels.ts';
import { parseLine } from './parse-line.ts';
import type { ParsedLine } from './parsed-line.ts';
import { timedLines } from './timed-lines.ts';
import type { HostClock } from './timestamps.ts';

/** The fields of an entry that are read; journalctl adds its time by itself. */
export const journalFields = ['MESSAGE', 'PRIORITY'] as const;

interface Entry {
  readonly MESSAGE?: unknown;
  readonly PRIORITY?: unknown;
  readonly __REALTIME_TIMESTAMP?: unknown;
}

/** Reads what `journalctl --output=json` prints. What is no whole entry is left out. */
export function linesOfJournal(output: string, service: string, clock: HostClock): readonly LogLine[] {
  const parsed = output.split('\n').flatMap((text) => {
    const line = parsedEntry(text, clock);
    return line ? [line] : [];
  });
  return timedLines(parsed, service);
}

function parsedEntry(text: string, clock: HostClock): ParsedLine | null {
  const { MESSAGE, PRIORITY, __REALTIME_TIMESTAMP } = entryOf(text);
  const microseconds = Number(__REALTIME_TIMESTAMP);
  const message = messageOf(MESSAGE);
  if (message === null || !(microseconds > 0)) return null;
  const line = parseLine(message, clock);
  const level = line.level ?? priorityLevel(PRIORITY);
  return { ...line, at: Math.floor(microseconds / 1_000), level };
}

function entryOf(text: string): Entry {
  try {
    return (JSON.parse(text) ?? {}) as Entry;
  } catch {
    return {};
  }
}

/** Bytes, where it is no text; several of them, where a program wrote the field twice. */
function messageOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return null;
  if (value.every((byte) => typeof byte === 'number')) return Buffer.from(value).toString('utf8');
  return value.find((text) => typeof text === 'string') ?? null;
}

/** What a program prints gets priority 6 whatever it says: that is no level. */
function priorityLevel(priority: unknown): string | null {
  const number = typeof priority === 'string' && priority !== '' ? Number(priority) : 6;
  return number === 6 ? null : levelNumbered(number);
}
