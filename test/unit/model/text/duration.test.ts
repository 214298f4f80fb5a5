import { expect, it } from 'vitest';
import { durationInWords } from '../../../../model/text/duration.ts';

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];

it.each([
  [0, '0 s'],
  [349, '0.3 s'],
  [9_949, '9.9 s'],
  [10 * second, '10 s'],
  [59.4 * second, '59 s'],
  [59.6 * second, '1 min'],
  [3 * minute + 20 * second, '3 min 20 s'],
  [59 * minute + 59.6 * second, '1 h'],
  [2 * hour + 5 * minute + 59 * second, '2 h 5 min'],
  [day, '1 d'],
  [4 * day + 90 * minute, '4 d 1 h'],
])('says %d milliseconds as %s', (milliseconds, words) => {
  expect(durationInWords(milliseconds)).toBe(words);
});
