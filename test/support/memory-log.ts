import { pino } from 'pino';
import type { Logger } from 'pino';

/** A log that is kept in memory instead of written. */
export interface MemoryLog {
  readonly log: Logger;
  /** Everything that has been logged, as the JSON lines it would be written as. */
  readonly text: () => string;
  /** The logged objects, oldest first. */
  readonly lines: () => readonly Readonly<Record<string, unknown>>[];
}

/** Makes a log that keeps every level. */
export function aMemoryLog(): MemoryLog {
  const written: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => written.push(line) });
  return {
    log,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
