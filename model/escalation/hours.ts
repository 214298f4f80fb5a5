import type { Severity } from '../alert/alert.ts';
import { nextOpeningOf } from '../standing/maintenance.ts';
import type { EscalationHours } from './policy.ts';

/**
 * When people may be woken about an incident: now, or at the beginning of the next of the hours; now as well where none
 * ever begins, because nobody must be left untold. Reckoned with the time zone data of the machine, so for activities.
 *
 * @throws RangeError for a time zone that does not exist.
 */
export function mayWakeAt(hours: EscalationHours | null, severity: Severity, nowMs: number): number {
  if (!hours || hours.always.includes(severity)) return nowMs;
  const openings = hours.windows.flatMap((window) => nextOpeningOf(window, nowMs) ?? []);
  return openings.length === 0 ? nowMs : Math.min(...openings);
}
