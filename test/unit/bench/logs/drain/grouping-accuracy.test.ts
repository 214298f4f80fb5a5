import { expect, it } from 'vitest';
import { groupingAccuracy } from '../../../../../bench/logs/drain/grouping-accuracy.ts';

it.each([
  { what: 'the same groups under other names', truth: [1, 1, 2], found: ['a', 'a', 'b'], percent: 100 },
  { what: 'a group that is split', truth: [1, 1, 2, 2], found: ['a', 'b', 'c', 'c'], percent: 50 },
  { what: 'two groups in one', truth: [1, 1, 2, 3], found: ['a', 'a', 'b', 'b'], percent: 50 },
])('measures $what as $percent %', ({ truth, found, percent }) => {
  expect(groupingAccuracy(truth, found)).toBe(percent);
});
