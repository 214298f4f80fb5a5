import { localTimeAt, momentOf } from '../local-time/local-time.ts';
import type { Period } from '../local-time/periods.ts';
import { closingBefore, openingAfter, openTimeAt } from '../local-time/periods.ts';
import type { Rotation } from './schedule.ts';
import type { Stretch } from './stretch.ts';

const hour = 60 * 60_000;

/** What a rotation says at a moment. */
export function stretchOfRotation(rotation: Rotation, atMs: number): Stretch {
  const startsMs = momentOf(rotation.starts, rotation.timeZone);
  const untilMs = rotation.untilMs ?? Infinity;
  const open = startsMs <= atMs && atMs < untilMs ? openTimeOf(rotation, atMs) : undefined;
  if (!open) return silenceOf(rotation, { startsMs, untilMs }, atMs);
  const turn = turnAt(rotation, startsMs, atMs);
  return {
    person: rotation.people[turn.index % rotation.people.length] ?? null,
    fromMs: Math.max(turn.fromMs, open.fromMs),
    toMs: Math.min(turn.toMs, open.toMs, untilMs),
  };
}

interface Span {
  readonly startsMs: number;
  readonly untilMs: number;
}

/** The time around a moment at which the rotation says nobody: from its last word before to its first one after it. */
function silenceOf({ only }: Rotation, { startsMs, untilMs }: Span, atMs: number): Stretch {
  const [after, before] = [Math.max(atMs, startsMs), Math.min(atMs, untilMs)];
  const opensMs = only.length > 0 ? Math.min(...only.map((window) => openingAfter(window, after))) : after;
  const closedMs = only.length > 0 ? Math.max(...only.map((window) => closingBefore(window, before))) : before;
  const lastMs = Math.min(closedMs, untilMs);
  const hasSpoken = startsMs <= atMs && startsMs < lastMs;
  return { person: null, fromMs: hasSpoken ? lastMs : -Infinity, toMs: opensMs < untilMs ? opensMs : Infinity };
}

function openTimeOf({ only }: Rotation, atMs: number): Period | undefined {
  return only.length > 0 ? openTimeAt(only, atMs) : { fromMs: -Infinity, toMs: Infinity };
}

interface TurnAt {
  /** Counted from 0. */
  readonly index: number;
  readonly fromMs: number;
  readonly toMs: number;
}

function turnAt({ turn, starts, timeZone }: Rotation, startsMs: number, atMs: number): TurnAt {
  if (turn.kind === 'hours') {
    const lengthMs = turn.count * hour;
    const index = Math.floor((atMs - startsMs) / lengthMs);
    return { index, fromMs: startsMs + index * lengthMs, toMs: startsMs + (index + 1) * lengthMs };
  }
  const begins = (index: number): number =>
    index === 0 ? startsMs : momentOf({ day: starts.day + index * turn.count, time: turn.handOver }, timeZone);
  let index = Math.max(0, Math.floor((localTimeAt(atMs, timeZone).day - starts.day) / turn.count));
  // The hand-over of that day may be still to come; that of the next was already where clocks went back over midnight.
  while (index > 0 && begins(index) > atMs) index--;
  let toMs = begins(index + 1);
  while (toMs <= atMs) toMs = begins(++index + 1);
  return { index, fromMs: begins(index), toMs };
}
