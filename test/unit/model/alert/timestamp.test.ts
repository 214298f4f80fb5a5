import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseTimestamp } from '../../../../model/alert/timestamp.ts';

describe('normaliseTimestamp', () => {
  it.each([
    ['UTC', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000000000Z'],
    ['lower-case letters', '2026-01-02t03:04:05z', '2026-01-02T03:04:05.000000000Z'],
    ['a space instead of the T', '2026-01-02 03:04:05Z', '2026-01-02T03:04:05.000000000Z'],
    ['an offset to the east', '2026-01-02T03:04:05+05:30', '2026-01-01T21:34:05.000000000Z'],
    ['an offset to the west', '2026-12-31T23:00:00-02:00', '2027-01-01T01:00:00.000000000Z'],
    ['milliseconds', '2026-01-02T03:04:05.5Z', '2026-01-02T03:04:05.500000000Z'],
    ['nanoseconds', '2026-01-02T03:04:05.123456789+01:00', '2026-01-02T02:04:05.123456789Z'],
    ['more digits than a nanosecond has', '2026-01-02T03:04:05.1234567899Z', '2026-01-02T03:04:05.123456789Z'],
    ['a leap day', '2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000000000Z'],
    ['the last second of the calendar', '9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000000000Z'],
  ])('brings %s to UTC with nine digits', (_what, text, expected) => {
    expect(normaliseTimestamp(text)).toBe(expected);
  });

  it.each(['0001-01-01T00:00:00Z', '0001-01-01t00:00:00z', '0001-01-01T00:00:00.000Z'])(
    'reads Go’s zero time %s as no time',
    (text) => {
      expect(normaliseTimestamp(text)).toBeNull();
    },
  );

  it.each([
    ['nothing', ''],
    ['a word', 'yesterday'],
    ['seconds since the epoch', '1767225600'],
    ['a time without an offset', '2026-01-02T03:04:05'],
    ['a date alone', '2026-01-02'],
    ['a month that does not exist', '2026-13-01T00:00:00Z'],
    ['a day that does not exist', '2026-02-30T00:00:00Z'],
    ['a leap day in another year', '2026-02-29T00:00:00Z'],
    ['an hour that does not exist', '2026-01-01T24:00:00Z'],
    ['an offset that does not exist', '2026-01-01T00:00:00+99:99'],
    ['a year before the first', '0000-01-01T00:00:00+01:00'],
    ['a year after the last', '9999-12-31T23:00:00-02:00'],
    ['a year of six digits', '+012026-01-01T00:00:00Z'],
    ['text behind the time', '2026-01-02T03:04:05Z[x](y)'],
    ['a line feed behind the time', '2026-01-02T03:04:05Z\n'],
  ])('refuses %s', (_what, text) => {
    expect(normaliseTimestamp(text)).toBeUndefined();
  });

  it('writes times whose order as text is their order in time', () => {
    const moment = fc.record({
      ms: fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2200, 0, 1) }),
      offset: fc.constantFrom('Z', '+00:00', '+05:30', '-11:00', '+14:00'),
    });

    fc.assert(
      fc.property(moment, moment, (left, right) => {
        const [a, b] = [left, right].map(({ ms, offset }) => normaliseTimestamp(writtenAt(ms, offset)) ?? '');

        expect(Math.sign((a ?? '').localeCompare(b ?? ''))).toBe(Math.sign(left.ms - right.ms));
        expect(Date.parse(a ?? '')).toBe(left.ms);
      }),
    );
  });

  it('never throws, and takes its own output back unchanged', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map(String)), (text) => {
        const once = normaliseTimestamp(text);

        expect(typeof once === 'string' ? normaliseTimestamp(once) : once).toBe(once);
      }),
    );
  });
});

/** The same moment as a clock of another zone shows it. */
function writtenAt(ms: number, offset: string): string {
  if (offset === 'Z') return new Date(ms).toISOString();
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const shift = (hours * 60 + minutes) * 60_000 * (offset.startsWith('-') ? -1 : 1);
  return new Date(ms + shift).toISOString().replace('Z', offset);
}
