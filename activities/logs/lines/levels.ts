import { levelByTens, levelNamed, levelNames } from '../../../model/logs/log-level.ts';

const words = levelNames.toSorted((one, other) => other.length - one.length).join('|');

/** In capitals it is a level wherever it stands; else only within brackets or before a colon. */
const capitals = new RegExp(`\\b(${words.toUpperCase()})\\b`);
const marked = new RegExp(`(?:^|[[<(:|\\s])(${words})[\\]>):]`, 'i');
const ofGo: Readonly<Record<string, string>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' };
/** Syslog counts from 0, the gravest. */
const bySyslog = ['fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug'];
/** Where lines name their level. */
const headLength = 160;

/** The level behind a number: of syslog below 8, else by tens as pino and bunyan count. */
export function levelNumbered(number: number): string | null {
  return number < 8 ? (bySyslog[number] ?? null) : levelByTens(number);
}

/** The level that the beginning of a line names; null where it names none. */
export function levelIn(line: string): string | null {
  const head = line.slice(0, headLength);
  const letter = /^([IWEF])\d{4} \d\d:/.exec(head)?.[1];
  if (letter !== undefined) return ofGo[letter] ?? null;
  return levelNamed((capitals.exec(head) ?? marked.exec(head))?.[1] ?? '');
}
