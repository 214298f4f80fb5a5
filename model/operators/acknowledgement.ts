const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The bounds of what somebody may say, as they are told. */
export const shortestAcknowledgement = '1m';
export const longestAcknowledgement = '24h';

/** How long an acknowledgement lasts where neither the message nor a policy says so. */
export const usualAcknowledgementMs = 30 * 60_000;

/**
 * For how long somebody looks after an incident, in milliseconds.
 *
 * @param text such as `30m`; null takes the usual time.
 * @returns undefined where it is no time, or out of bounds.
 */
export function acknowledgementMs(text: string | null, usualMs: number): number | undefined {
  if (text === null) return usualMs;
  const time = timeOf(text.trim());
  return time >= timeOf(shortestAcknowledgement) && time <= timeOf(longestAcknowledgement) ? time : undefined;
}

function timeOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,5}) ?([smhd])$/.exec(text) ?? [];
  return Number(count) * (unitMs[unit] ?? Number.NaN);
}
