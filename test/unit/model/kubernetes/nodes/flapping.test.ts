import { expect, it } from 'vitest';
import { judgeFlapping } from '../../../../../model/kubernetes/nodes/flapping.ts';

const now = Date.parse('2026-05-01T12:00:00Z');
const ago = (minutes: number) => now - minutes * 60_000;

it.each([
  { events: [], last: null, changes: 0, isFlapping: false },
  { events: [], last: ago(5), changes: 1, isFlapping: false },
  { events: [], last: ago(300), changes: 0, isFlapping: false },
  { events: [{ at: ago(5), count: 2 }], last: ago(5), changes: 2, isFlapping: false },
  {
    events: [
      { at: ago(5), count: 2 },
      { at: ago(9), count: 1 },
    ],
    last: ago(5),
    changes: 3,
    isFlapping: true,
  },
  { events: [{ at: ago(31), count: 9 }], last: ago(31), changes: 0, isFlapping: false },
])('a node that changed its mind $changes times within the window flaps: $isFlapping', (row) => {
  const judged = judgeFlapping(row.events, row.last, now);

  expect(judged).toMatchObject({ changes: row.changes, isFlapping: row.isFlapping });
});

it('says when the last time was', () => {
  expect(judgeFlapping([], ago(5), now).words).toBe(
    'became ready or stopped being so 1 times within 30 min, the last 5 min ago',
  );
});
