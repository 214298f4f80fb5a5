import { readLocalTime, readMoment } from '../../model/local-time/local-time.ts';
import type { Weekly } from '../../model/local-time/weekly.ts';
import type { Override, Rotation, Schedule } from '../../model/oncall/schedule.ts';
import type { Shift } from '../../model/oncall/shift.ts';

/** A moment with its offset, in milliseconds. */
export function at(text: string): number {
  return Date.parse(text);
}

/** `1w`, `1d at 18:00` or `12h`. */
function aTurn(text: string, starts: string): Rotation['turn'] {
  const [, count = '', unit, handOver = starts.slice(11)] = /^(\d+)([hdw])(?: at (\d\d:\d\d))?$/.exec(text) ?? [];
  if (unit === 'h') return { kind: 'hours', count: Number(count) };
  return { kind: 'days', count: Number(count) * (unit === 'w' ? 7 : 1), handOver };
}

interface RotationText {
  readonly name?: string;
  readonly people?: string;
  readonly timeZone?: string;
  readonly starts?: string;
  readonly until?: string | undefined;
  readonly every?: string;
  /** `mon,tue 09:00-17:00` */
  readonly only?: readonly string[];
}

export function aRotation({
  name = 'weeks',
  people = 'alex kim',
  timeZone = 'Europe/Berlin',
  starts = '2026-01-05T09:00',
  until,
  every = '1w',
  only = [],
}: RotationText = {}): Rotation {
  return {
    name,
    people: people.split(' '),
    timeZone,
    starts: readLocalTime(starts) ?? { day: Number.NaN, time: starts },
    untilMs: until === undefined ? null : (readMoment(until, timeZone) ?? Number.NaN),
    turn: aTurn(every, starts),
    only: only.map((text) => aWindow(text, timeZone)),
  };
}

function aWindow(text: string, timeZone: string): Weekly {
  const [days = '', times = ''] = text.split(' ');
  const [from = '', to = ''] = times.split('-');
  return { kind: 'weekly', days: days.split(',') as Weekly['days'][number][], from, to, timeZone };
}

export function anOverride(person: string, from: string, to: string): Override {
  return { person, fromMs: at(from), toMs: at(to) };
}

/** One that is read by the clocks of its first rotation. */
export function aSchedule(rotations: readonly Rotation[], overrides: readonly Override[] = []): Schedule {
  return { name: 'shop', timeZone: rotations[0]?.timeZone ?? 'UTC', rotations, overrides };
}

/** `alex 2026-01-05T08:00Z 2026-01-12T08:00Z`, with `-` for nobody and for ever. */
export function inShort({ person, from, to }: Shift): string {
  return [person, from, to].map((part) => part?.replace(':00.000Z', 'Z') ?? '-').join(' ');
}
