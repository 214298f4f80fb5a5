import { expect, it } from 'vitest';
import { momentInWords, monthOf } from '../../../../model/text/utc.ts';

it('writes moments in UTC, whatever the time zone', () => {
  const moment = Date.UTC(2026, 2, 3, 4, 10);

  expect([momentInWords(moment), monthOf(moment)]).toEqual(['Tue 3 Mar, 04:10', 'Mar 2026']);
});

it('has words for moments that no date can be', () => {
  expect(momentInWords(1e300)).toBe('Sat 13 Sep, 00:00');
});
