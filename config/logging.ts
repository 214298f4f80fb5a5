import type { Logger } from 'pino';
import { pino } from 'pino';

/** Makes a process's log: one JSON object a line on standard error, at the level that NIGHTSHIFT_LOG_LEVEL names. */
export function createLogger(name: string, env: Readonly<Record<string, string | undefined>>): Logger {
  const level = env['NIGHTSHIFT_LOG_LEVEL'] ?? 'info';
  return pino({ name, level: isLevel(level) ? level : 'info' }, pino.destination({ dest: 2, sync: true }));
}

function isLevel(level: string): boolean {
  return level === 'silent' || Object.hasOwn(pino.levels.values, level);
}
