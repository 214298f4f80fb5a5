import { z } from 'zod';
import { readLocalTime, readMoment } from '../../../model/local-time/local-time.ts';
import { Name, unique } from '../fields.ts';
import { TimeOfDay, TimeZone, weeklyHours } from '../maintenance.ts';

const LocalTime = z
  .string()
  .refine((text) => readLocalTime(text) !== undefined, 'write a date and a time of day, such as 2026-01-05T09:00');

const MomentOrLocalTime = z
  .string()
  .refine(
    (text) => readMoment(text, 'UTC') !== undefined,
    'write a date and a time of day, such as 2026-12-24T18:00, with an offset where you mean another place',
  );

const Length = z
  .string()
  .regex(/^[1-9]\d{0,2}[hdw]$/, 'write a number and a unit: 12h, 1d or 2w')
  .transform((text) => {
    const count = Number(text.slice(0, -1));
    if (text.endsWith('h')) return { kind: 'hours' as const, count };
    return { kind: 'days' as const, count: text.endsWith('w') ? 7 * count : count };
  });

const Hours = z.strictObject(weeklyHours);

const Rotation = z.strictObject({
  name: Name,
  people: z
    .array(Name)
    .min(1, 'name at least one person')
    .max(100)
    .meta({ description: 'In the order of their turns; somebody may have several.' }),
  timeZone: TimeZone.optional().meta({ description: 'Whose clocks its times mean, if not those of the schedule.' }),
  starts: LocalTime.meta({ description: 'The beginning of the first turn, as clocks show it there.' }),
  until: LocalTime.optional().meta({ description: 'From then on it says nobody any more.' }),
  every: Length.meta({
    description: 'How long a turn is: days (d) and weeks (w) of the calendar, or hours (h) that always last an hour.',
  }),
  handOver: TimeOfDay.optional().meta({
    description: 'When turns of days and weeks end; at the time of day of the beginning unless given.',
  }),
  only: z
    .array(Hours)
    .min(1, 'name at least one window, or leave it out')
    .max(20)
    .optional()
    .meta({ description: 'Only in these hours it says somebody; those below it do in the others.' }),
});

const Override = z.strictObject({
  person: Name,
  from: MomentOrLocalTime,
  to: MomentOrLocalTime,
});

/** What the file may say of a schedule, apart from what only the whole of it tells. */
export const ScheduleSettings = z.strictObject({
  name: Name,
  timeZone: TimeZone,
  rotations: z
    .array(Rotation)
    .min(1, 'describe at least one rotation')
    .max(20)
    .superRefine(unique('the rotation', ({ name }) => name))
    .meta({ description: 'A later one lies above those before it.' }),
  overrides: z
    .array(Override)
    .max(1_000)
    .default([])
    .meta({ description: 'Who stands in; they lie above all rotations.' }),
  gaps: z
    .union([z.literal(false), z.literal('allowed')], 'write false or allowed')
    .default(false)
    .meta({ description: 'Whether there may be times in which nobody is on call.' }),
});
export type ScheduleFile = z.output<typeof ScheduleSettings>;
