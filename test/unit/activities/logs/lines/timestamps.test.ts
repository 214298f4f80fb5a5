import { describe, expect, it } from 'vitest';
import { readTime, zoneMinutesOf } from '../../../../../activities/logs/lines/timestamps.ts';

const now = Date.parse('2026-01-02T10:00:00Z');
const inBerlin = { now, zoneMinutes: 60 };

function read(text: string) {
  const found = readTime(text, inBerlin);
  return found && { at: new Date(found.at).toISOString(), rest: found.rest };
}

describe('readTime', () => {
  it.each([
    ['ISO 8601', '2026-01-02T03:04:05Z began', '2026-01-02T03:04:05.000Z', 'began'],
    ['ISO 8601 with nanoseconds', '2026-01-02T03:04:05.123456789Z began', '2026-01-02T03:04:05.123Z', 'began'],
    ['ISO 8601 with a zone', '2026-01-02T03:04:05.5+02:00 began', '2026-01-02T01:04:05.500Z', 'began'],
    ['a zone without a colon', '2026-01-02T03:04:05-0530: began', '2026-01-02T08:34:05.000Z', 'began'],
    ['the zone of PostgreSQL', '2026-01-02 03:04:05.678 UTC [42] LOG', '2026-01-02T03:04:05.678Z', '[42] LOG'],
    ['no zone', '2026-01-02 03:04:05 began', '2026-01-02T02:04:05.000Z', 'began'],
    ['log4j and Python', '2026-01-02 03:04:05,123 INFO', '2026-01-02T02:04:05.123Z', 'INFO'],
    ['brackets', '[2026-01-02 03:04:05] began', '2026-01-02T02:04:05.000Z', 'began'],
    ['nginx', '2026/01/02 03:04:05 [error] 7#7', '2026-01-02T02:04:05.000Z', '[error] 7#7'],
    ['RFC 5424', '<34>1 2026-01-02T03:04:05Z mail su', '2026-01-02T03:04:05.000Z', 'mail su'],
    ['RFC 3164', '<13>Jan  2 03:04:05 mail su[1]: x', '2026-01-02T02:04:05.000Z', 'mail su[1]: x'],
    ['RFC 3164 of last year', 'Dec 31 23:59:59 mail su', '2025-12-31T22:59:59.000Z', 'mail su'],
    [
      'the error log of Apache',
      '[Fri Jan 02 03:04:05.678901 2026] [core:error]',
      '2026-01-02T02:04:05.678Z',
      '[core:error]',
    ],
    [
      'an access log',
      '::1 - kim [02/Jan/2026:03:04:05 +0000] "GET /"',
      '2026-01-02T03:04:05.000Z',
      '::1 - kim "GET /"',
    ],
    [
      'an access log of Python',
      '::1 - - [02/Jan/2026 03:04:05] "GET /"',
      '2026-01-02T02:04:05.000Z',
      '::1 - - "GET /"',
    ],
    ['klog', 'E0102 03:04:05.678901       1 a.go:5] x', '2026-01-02T02:04:05.678Z', '1 a.go:5] x'],
    ['seconds since 1970', '1767323045.250 began', '2026-01-02T03:04:05.250Z', 'began'],
    ['milliseconds since 1970', '1767323045250 began', '2026-01-02T03:04:05.250Z', 'began'],
    ['a time without its date', '03:04:05.678 [main] x', '2026-01-02T02:04:05.678Z', '[main] x'],
    ['a time of yesterday', '23:59:59 x', '2026-01-01T22:59:59.000Z', 'x'],
  ])('reads %s', (_what, text, at, rest) => {
    expect(read(text)).toEqual({ at, rest });
  });

  it.each([
    ['prose', 'the time is 2026-01-02T03:04:05Z'],
    ['nothing', ''],
    ['a number of ten digits that is none of our time', '4029384756 items'],
    ['a month that there is not', '2026-13-02 03:04:05 x'],
    ['an hour that there is not', '25:04:05 x'],
    ['a version', '1.2.3 x'],
  ])('reads none in %s', (_what, text) => {
    expect(read(text)).toBeNull();
  });

  it.each([
    ['digits', '1'.repeat(1_000_000)],
    ['words', `${'a'.repeat(300)} `.repeat(3_000)],
    ['brackets', '['.repeat(1_000_000)],
    ['blanks', `2026-01-02 03:04:05${' '.repeat(1_000_000)}x`],
  ])('is done at once with a megabyte of %s', (_what, text) => {
    const began = performance.now();

    readTime(text, inBerlin);

    expect(performance.now() - began).toBeLessThan(500);
  });
});

it.each([
  ['+0130', 90],
  ['-05:00', -300],
  ['Z', 0],
  ['what is not one', 0],
])('the zone %s is %i minutes ahead', (zone, minutes) => {
  expect(zoneMinutesOf(zone)).toBe(minutes);
});
