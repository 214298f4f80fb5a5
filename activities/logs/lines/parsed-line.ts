import type { LogLine } from '../../../model/logs/log-line.ts';

/** What one line says by itself, before the lines around it are looked at. */
export interface ParsedLine extends Omit<LogLine, 'at' | 'id'> {
  /** Milliseconds since 1970; null where it bears no time. */
  readonly at: number | null;
  /** Whether it bears the marks of a beginning, so that it cannot go on with the line before it. */
  readonly isHead: boolean;
}
