import { z } from 'zod';
import { weekdays } from '../../model/standing/maintenance.ts';
import { runbookNames } from '../../model/names.ts';
import { Name, TargetPattern } from './fields.ts';

/** By its IANA name. */
export const TimeZone = z
  .string()
  .refine(isTimeZone, 'there is no such time zone: write its IANA name, such as Europe/Berlin')
  .meta({ description: 'An IANA time zone, such as Europe/Berlin.' });

/** As clocks show it. */
export const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write a time of day from 00:00 to 23:59');

/** A moment of time with its offset. */
export const Moment = z.iso.datetime({
  offset: true,
  error: 'write a date, a time and its offset, such as 2026-12-24T18:00:00+01:00',
});

/** Hours of some days of the week. */
export const weeklyHours = {
  days: z
    .array(z.enum(weekdays, `write days as ${weekdays.join(', ')}`))
    .min(1, 'name at least one day')
    .meta({ description: 'The days on which it begins.' }),
  from: TimeOfDay,
  to: TimeOfDay.meta({ description: 'Not later than the beginning means the next day.' }),
};

/** Every week, by the clocks of a place. */
export const Weekly = z
  .strictObject({ ...weeklyHours, timeZone: TimeZone })
  .meta({ description: 'Every week, by the clocks of a place.' });

const Absolute = z
  .strictObject({ from: Moment, to: Moment })
  .refine(({ from, to }) => Date.parse(to) > Date.parse(from), { path: ['to'], message: 'must be later than from' })
  .meta({ description: 'Once, from the first moment until right before the second.' });

const kinds = ['weekly', 'absolute'] as const;

/** A time in which Nightshift does not act. */
export const Maintenance = z
  .strictObject({
    name: Name,
    target: TargetPattern.optional(),
    runbook: z.enum(runbookNames).optional(),
    weekly: Weekly.optional(),
    absolute: Absolute.optional(),
  })
  .refine(
    (window) => kinds.filter((kind) => window[kind] !== undefined).length === 1,
    'say when: weekly or absolute, one of the two',
  )
  .meta({ oneOf: kinds.map((kind) => ({ type: 'object', properties: { [kind]: {} }, required: [kind] })) });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
