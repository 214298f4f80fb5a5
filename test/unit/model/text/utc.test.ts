import { expect, it } from 'vitest';
import { momentInWords, monthOf } from '../../../../model/text/utc.ts';

it('writes moments in UTC, whatever the time zone', () => {
  const moment = Date.UTC(2026, 2, 3, 4, 10);

  expect([momentInWords(moment), monthOf(moment)]).toEqual(['Tue 3 Mar, 04:10', 'Mar 2026']);
});

it.each([
  [1e300, 'Fri 31 Dec, 23:59'],
  [-1e300, 'Wed 1 Jan, 00:00'],
])('has words for %d, which no date can be', (moment, words) => {
  expect(momentInWords(moment)).toBe(words);
});
