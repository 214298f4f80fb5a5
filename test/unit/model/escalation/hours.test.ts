import { expect, it } from 'vitest';
import { mayWakeAt } from '../../../../model/escalation/hours.ts';
import type { EscalationHours } from '../../../../model/escalation/policy.ts';

const hours: EscalationHours = {
  windows: [
    {
      kind: 'weekly',
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      from: '08:00',
      to: '18:00',
      timeZone: 'Europe/Berlin',
    },
  ],
  always: ['critical'],
};

it.each([
  ['wakes people within the hours', 'warning', '2026-11-27T10:00:00.000Z', '2026-11-27T10:00:00.000Z'],
  [
    'waits until the next window opens, over a weekend',
    'warning',
    '2026-11-27T17:00:00.000Z',
    '2026-11-30T07:00:00.000Z',
  ],
  [
    'waits by the clocks of the place, over their change',
    'info',
    '2026-03-27T18:00:00.000Z',
    '2026-03-30T06:00:00.000Z',
  ],
  ['wakes people at any time for what is grave', 'critical', '2026-11-28T03:00:00.000Z', '2026-11-28T03:00:00.000Z'],
] as const)('%s', (_title, severity, now, woken) => {
  expect(new Date(mayWakeAt(hours, severity, Date.parse(now))).toISOString()).toBe(woken);
});

it('wakes people at any time where there are no hours', () => {
  expect(mayWakeAt(null, 'info', 42)).toBe(42);
});
