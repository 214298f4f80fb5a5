import type { LogLine } from '../../../model/logs/log-line.ts';

const severities: Readonly<Record<string, number>> = { fatal: 3, error: 2, warn: 1 };

/** How bad a line says it is: 3 fatal, 2 error, 1 warning, 0 else. Its words count where it has no level. */
export function severityOf({ level, message }: Pick<LogLine, 'level' | 'message'>): number {
  if (level !== null) return severities[level] ?? 0;
  const head = message.slice(0, 300);
  if (/\b(?:fatal|panic|emerg|crit(?:ical)?)\b/i.test(head)) return 3;
  if (/\b(?:errors?|failed|failure|cannot|traceback|segfault)\b|exception\b/i.test(head)) return 2;
  return /\bwarn(?:ing)?\b/i.test(head) ? 1 : 0;
}
