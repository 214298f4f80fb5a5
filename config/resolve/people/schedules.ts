import type { LocalTime } from '../../../model/local-time/local-time.ts';
import { momentOf, readLocalTime, readMoment } from '../../../model/local-time/local-time.ts';
import type { Rotation, Schedule } from '../../../model/oncall/schedule.ts';
import type { ScheduleFile } from '../../schema/people/schedule-settings.ts';

/** Turns what the file says of a schedule into what says who is on call. */
export function scheduleOf({ name, timeZone, rotations, overrides }: ScheduleFile): Schedule {
  return {
    name,
    timeZone,
    rotations: rotations.map((rotation) => rotationOf(rotation, timeZone)),
    overrides: overrides.map(({ person, from, to }) => ({
      person,
      fromMs: asRead(readMoment(from, timeZone)),
      toMs: asRead(readMoment(to, timeZone)),
    })),
  };
}

function rotationOf(file: ScheduleFile['rotations'][number], zoneOfSchedule: string): Rotation {
  const { name, people, every, handOver, until, only = [] } = file;
  const timeZone = file.timeZone ?? zoneOfSchedule;
  const starts: LocalTime = asRead(readLocalTime(file.starts));
  return {
    name,
    people,
    timeZone,
    starts,
    untilMs: until === undefined ? null : momentOf(asRead(readLocalTime(until)), timeZone),
    turn: every.kind === 'hours' ? every : { ...every, handOver: handOver ?? starts.time },
    only: only.map((hours) => ({ kind: 'weekly', ...hours, timeZone })),
  };
}

/** The schema has refused whatever cannot be read. */
function asRead<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('a time was not checked');
  return value;
}
