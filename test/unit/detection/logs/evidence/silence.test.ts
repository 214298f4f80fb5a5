import { expect, it } from 'vitest';
import { silencesIn } from '../../../../../detection/logs/evidence/silence.ts';
import { groupLines } from '../../../../../detection/logs/lines/groups.ts';
import type { LogLine } from '../../../../../model/logs/log-line.ts';

const minute = 60_000;
const windows = { beforeMs: 30 * minute, duringMs: 15 * minute };

/** A line every so often; the incident begins with minute 0. */
function every(ms: number, [from, to]: readonly [number, number], service: string): readonly LogLine[] {
  return Array.from({ length: Math.floor(((to - from) * minute) / ms) }, (_, index) => ({
    at: from * minute + index * ms,
    level: 'info',
    service,
    message: 'stored an order',
    traceId: null,
    stack: null,
    id: null,
  }));
}

function silentServices(shop: readonly LogLine[]): readonly (string | null)[] {
  const all = [...shop, ...every(10_000, [-30, 15], 'db')];
  const before = all.filter(({ at }) => at < 0);
  const during = all.filter(({ at }) => at >= 0);
  return silencesIn(groupLines(before, during), [-30 * minute, 0], windows).map(({ group }) => group.service);
}

it('hears that a steady service says nothing more', () => {
  expect(silentServices(every(10_000, [-30, 3], 'shop'))).toEqual(['shop']);
});

it.each([
  { what: 'goes on', shop: every(10_000, [-30, 15], 'shop') },
  { what: 'speaks too seldom to be missed', shop: every(3 * minute, [-30, 3], 'shop') },
  { what: 'ended before the time before did', shop: every(10_000, [-30, -6], 'shop') },
  {
    what: 'paused before as well',
    shop: [...every(5_000, [-30, -20], 'shop'), ...every(5_000, [-12, 3], 'shop')],
  },
  { what: 'paused for a short time only', shop: every(10_000, [-30, 13], 'shop') },
])('misses no service that $what', ({ shop }) => {
  expect(silentServices(shop)).toEqual([]);
});
