import type { z } from 'zod';
import {
  isSkipped,
  localTimeAt,
  localTimeInWords,
  momentOf,
  readLocalTime,
  readMoment,
  writeLocalTime,
} from '../../../model/local-time/local-time.ts';
import { shiftsBetween } from '../../../model/oncall/on-call.ts';
import type { Shift } from '../../../model/oncall/shift.ts';
import { scheduleOf } from '../../resolve/people/schedules.ts';
import type { ScheduleFile } from './schedule-settings.ts';
import { ScheduleSettings } from './schedule-settings.ts';

/** Who is on call when. */
export const Schedule = ScheduleSettings.superRefine(refuseImpossible);

interface Described {
  readonly people: readonly { readonly name: string }[];
  readonly schedules: readonly ScheduleFile[];
}

/** Refuses schedules of people who are not described. */
export function refuseSchedulesOfStrangers({ people, schedules }: Described, ctx: z.core.$RefinementCtx): void {
  const known = new Set(people.map(({ name }) => name));
  for (const [index, { rotations, overrides }] of schedules.entries()) {
    const named = [
      ...rotations.flatMap((rotation, at) =>
        rotation.people.map((name, place) => ({ name, path: ['rotations', at, 'people', place] })),
      ),
      ...overrides.map(({ person }, at) => ({ name: person, path: ['overrides', at, 'person'] })),
    ];
    for (const { name, path } of named.filter((mention) => !known.has(mention.name))) {
      const message = `there is no person ${name}: describe them under people`;
      ctx.addIssue({ code: 'custom', path: ['schedules', index, ...path], message, input: name });
    }
  }
}

interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function refuseImpossible(schedule: ScheduleFile, ctx: z.core.$RefinementCtx): void {
  // What is already refused need not make sense.
  if (ctx.issues.length > 0) return;
  const mistakes = [...schedule.rotations.flatMap(mistakesOfRotation(schedule)), ...mistakesOfOverrides(schedule)];
  for (const { path, message } of mistakes.length > 0 ? mistakes : gapsOf(schedule, Date.now()))
    ctx.addIssue({ code: 'custom', path: [...path], message, input: schedule });
}

function mistakesOfRotation(schedule: ScheduleFile) {
  return ({ starts, until, every, handOver, ...rest }: ScheduleFile['rotations'][number], index: number): Mistake[] => {
    const timeZone = rest.timeZone ?? schedule.timeZone;
    const at = (key: string): Mistake['path'] => ['rotations', index, key];
    const isBackwards = until !== undefined && momentIn(until, timeZone) <= momentIn(starts, timeZone);
    return [
      ...skipped(at('starts'), starts, timeZone),
      ...(until === undefined ? [] : skipped(at('until'), until, timeZone)),
      ...(isBackwards ? [{ path: at('until'), message: 'must be later than starts' }] : []),
      ...(every.kind === 'hours' && handOver !== undefined
        ? [{ path: at('handOver'), message: 'turns of hours end when they are over: leave it out, or write days' }]
        : []),
    ];
  };
}

function mistakesOfOverrides({ overrides, timeZone }: ScheduleFile): readonly Mistake[] {
  const byTime = overrides
    .map(({ person, from, to }, index) => {
      return { index, person, from, to, fromMs: momentIn(from, timeZone), toMs: momentIn(to, timeZone) };
    })
    .toSorted((left, right) => left.fromMs - right.fromMs);
  return byTime.flatMap(({ index, from, to, fromMs, toMs }, place) => {
    const path = ['overrides', index];
    const before = byTime.slice(0, place).find((other) => fromMs < other.toMs);
    return [
      ...skipped([...path, 'from'], from, timeZone),
      ...skipped([...path, 'to'], to, timeZone),
      ...(toMs <= fromMs ? [{ path: [...path, 'to'], message: 'must be later than from' }] : []),
      ...(before
        ? [{ path, message: `overlaps that of ${before.person} until ${before.to}: say who of them stands in` }]
        : []),
    ];
  });
}

/** A time that no clock there ever shows; with an offset every time is shown somewhere. */
function skipped(path: Mistake['path'], text: string, timeZone: string): readonly Mistake[] {
  const local = text.length === 16 ? readLocalTime(text) : undefined;
  if (!local || !isSkipped(local, timeZone)) return [];
  const shown = writeLocalTime(localTimeAt(momentOf(local, timeZone), timeZone));
  return [{ path, message: `the clocks of ${timeZone} jump over this time: write ${shown}` }];
}

function momentIn(text: string, timeZone: string): number {
  return readMoment(text, timeZone) ?? 0;
}

/** How far ahead somebody has to be on call: as long as people need to change a schedule. */
const aheadMs = 4 * 7 * 24 * 60 * 60_000;

function gapsOf(schedule: ScheduleFile, nowMs: number): readonly Mistake[] {
  if (schedule.gaps === 'allowed') return [];
  const gaps = shiftsBetween(scheduleOf(schedule), nowMs, nowMs + aheadMs).filter(({ person }) => person === null);
  if (gaps.length === 0) return [];
  const shown = gaps.slice(0, 3).map((gap) => inWords(gap, schedule.timeZone));
  const more = gaps.length > shown.length ? [`and ${gaps.length - shown.length} more within four weeks`] : [];
  const when = [...shown, ...more].join(', ');
  return [
    {
      path: ['rotations'],
      message: `nobody is on call ${when}, by the clocks of ${schedule.timeZone}: put a rotation there, or write gaps: allowed`,
    },
  ];
}

function inWords({ from, to }: Shift, timeZone: string): string {
  const shown = (time: string): string => localTimeInWords(Date.parse(time), timeZone);
  if (from === null) return to === null ? 'at any time' : `until ${shown(to)}`;
  return to === null ? `from ${shown(from)} on` : `from ${shown(from)} to ${shown(to)}`;
}
