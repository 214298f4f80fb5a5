import { expect, it } from 'vitest';
import { windowsAround } from '../../../../activities/logs/windows.ts';

const minute = 60_000;
const firedAt = Date.parse('2026-01-01T12:00:00Z');

/** The windows in minutes from the time at which the alert fired. */
function windows(pendingMs: number, now: number) {
  const { before, during } = windowsAround(firedAt, pendingMs, now);
  const inMinutes = (at: number): number => (at - firedAt) / minute;
  return [before.from, before.to, during.from, during.to].map(inMinutes);
}

it.each([
  ['a rule that does not say how long it waits', 0, 1, [-80, -20, -20, 2]],
  ['a rule that waits for five minutes', 5 * minute, 1, [-70, -10, -10, 2]],
  ['a rule that waits for an hour', 60 * minute, 1, [-132, -65, -65, 2]],
  ['an incident of three days', 0, 3 * 24 * 60, [-140, -20, -20, 100]],
  ['a clock that is behind', 0, -10, [-90, -30, -30, -9]],
])('reads around %s', (_what, pendingMs, nowMinutes, expected) => {
  expect(windows(pendingMs, firedAt + nowMinutes * minute)).toEqual(expected);
});
