const names: Readonly<Record<string, readonly string[]>> = {
  fatal: ['fatal', 'critical', 'crit', 'emergency', 'emerg', 'alert', 'panic'],
  error: ['error', 'err', 'severe'],
  warn: ['warn', 'warning'],
  info: ['info', 'information', 'informational', 'notice'],
  debug: ['debug', 'fine'],
  trace: ['trace', 'verbose', 'finer', 'finest'],
};
const levels = new Map(Object.entries(names).flatMap(([level, said]) => said.map((name) => [name, level] as const)));

/** Everything that programs call a level, in lower case. */
export const levelNames: readonly string[] = [...levels.keys()];

/** What programs call the levels `fatal` and `error`, in lower case. */
export const severeLevelNames: readonly string[] = [...(names['fatal'] ?? []), ...(names['error'] ?? [])];

/** From here on a numbered level is an error, as pino and bunyan count. */
export const severeLevelNumber = 50;

/** The level that a word names, as one of fatal, error, warn, info, debug and trace; null for a word that names none. */
export function levelNamed(word: string): string | null {
  return levels.get(word.toLowerCase()) ?? null;
}

/** The level behind a number as pino and bunyan count, by tens; null for any other number. */
export function levelByTens(number: number): string | null {
  return { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' }[number] ?? null;
}

/** The level that a field of a log names, as a word or by tens; null where it names none. */
export function normalisedLevel(said: unknown): string | null {
  if (typeof said === 'number' || (typeof said === 'string' && /^\d{1,3}$/.test(said)))
    return levelByTens(Number(said));
  // OpenTelemetry knows four shades of each: ERROR2.
  return typeof said === 'string' ? levelNamed(said.trim().replace(/[1-4]$/, '')) : null;
}
