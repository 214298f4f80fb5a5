import { stretchOfRotation } from './rotations.ts';
import type { Override, Schedule } from './schedule.ts';
import type { Shift } from './shift.ts';
import type { Stretch } from './stretch.ts';

/**
 * Who is on call at a moment, and for how long. Overrides come first, then the last rotation that says somebody. It is
 * reckoned with time zone data, so this is for activities, commands and the configuration, never for a workflow.
 */
export function whoIsOnCall(schedule: Schedule, atMs: number): Shift {
  const { person, because, fromMs, toMs } = sayingAt(schedule, atMs);
  return { schedule: schedule.name, person, because, from: timeOf(fromMs), to: timeOf(toMs) };
}

/** Every shift, and every gap, of which a part lies in a time; each follows upon the one before it. */
export function shiftsBetween(schedule: Schedule, fromMs: number, toMs: number): readonly Shift[] {
  const shifts: Shift[] = [];
  for (let atMs = fromMs; atMs < toMs;) {
    const shift = whoIsOnCall(schedule, atMs);
    shifts.push(shift);
    atMs = shift.to === null ? Infinity : Date.parse(shift.to);
  }
  return shifts;
}

interface Saying extends Stretch {
  readonly because: string;
}

function sayingAt({ overrides, rotations }: Schedule, atMs: number): Saying {
  const layers = [
    { because: 'override', stretch: () => stretchOfOverrides(overrides, atMs) },
    ...rotations
      .map((rotation) => ({ because: rotation.name, stretch: () => stretchOfRotation(rotation, atMs) }))
      .toReversed(),
  ];
  let [fromMs, toMs] = [-Infinity, Infinity];
  for (const { because, stretch } of layers) {
    const said = stretch();
    // What lies above it must not say anything for as long as it counts.
    fromMs = Math.max(fromMs, said.fromMs);
    toMs = Math.min(toMs, said.toMs);
    if (said.person !== null) return { person: said.person, because, fromMs, toMs };
  }
  return { person: null, because: 'gap', fromMs, toMs };
}

function stretchOfOverrides(overrides: readonly Override[], atMs: number): Stretch {
  const inForce = overrides.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  if (inForce) return inForce;
  return {
    person: null,
    fromMs: Math.max(-Infinity, ...overrides.map(({ toMs }) => toMs).filter((toMs) => toMs <= atMs)),
    toMs: Math.min(Infinity, ...overrides.map(({ fromMs }) => fromMs).filter((fromMs) => fromMs > atMs)),
  };
}

function timeOf(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
