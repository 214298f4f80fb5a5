const names: Readonly<Record<string, readonly string[]>> = {
  fatal: ['fatal', 'critical', 'crit', 'emergency', 'emerg', 'alert', 'panic'],
  error: ['error', 'err', 'severe'],
  warn: ['warn', 'warning'],
  info: ['info', 'information', 'informational', 'notice'],
  debug: ['debug', 'verbose'],
  trace: ['trace', 'finest'],
};
const levels = new Map(Object.entries(names).flatMap(([level, said]) => said.map((name) => [name, level] as const)));

/** What programs call the levels `fatal` and `error`, in lower case. */
export const severeLevelNames: readonly string[] = [...(names['fatal'] ?? []), ...(names['error'] ?? [])];

/** From here on a numbered level is an error, as pino and bunyan count. */
export const severeLevelNumber = 50;

/** What a program calls a level, as one of fatal, error, warn, info, debug and trace; null where it is none of them. */
export function normalisedLevel(said: unknown): string | null {
  if (typeof said === 'number' || (typeof said === 'string' && /^\d{1,3}$/.test(said))) return ofNumber(Number(said));
  if (typeof said !== 'string') return null;
  // OpenTelemetry knows four shades of each: ERROR2.
  return (
    levels.get(
      said
        .trim()
        .toLowerCase()
        .replace(/[1-4]$/, ''),
    ) ?? null
  );
}

function ofNumber(number: number): string | null {
  return { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' }[number] ?? null;
}
