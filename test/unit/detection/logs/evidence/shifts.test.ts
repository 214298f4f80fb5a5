import { expect, it } from 'vitest';
import { shiftOf } from '../../../../../detection/logs/evidence/shifts.ts';
import { groupLines } from '../../../../../detection/logs/lines/groups.ts';
import type { LogLine } from '../../../../../model/logs/log-line.ts';

function linesOf(count: number, text: (index: number) => string): readonly LogLine[] {
  return Array.from({ length: count }, (_, index) => ({
    at: index * 1_000,
    level: 'info',
    service: 'shop',
    message: text(index),
    traceId: null,
    stack: null,
    id: String(index),
  }));
}

function shiftBetween(before: readonly LogLine[], during: readonly LogLine[]): ReturnType<typeof shiftOf> {
  const [group, ...others] = groupLines(before, during);
  if (!group || others.length > 0) throw new Error('the lines are not of one group');
  return shiftOf(group);
}

it.each([
  {
    what: 'durations ten times as long',
    before: (index: number) => `served cart in ${20 + (index % 30)} ms`,
    during: (index: number) => `served cart in ${200 + (index % 300)} ms`,
    first: 'served cart in 200 ms',
  },
  {
    what: 'seconds after milliseconds',
    before: (index: number) => `took=${20 + (index % 30)}ms`,
    during: (index: number) => `took=${2 + (index % 3)}s`,
    first: 'took=2s',
  },
  {
    what: 'another status',
    before: (index: number) => `"GET /cart/${index}" ${index % 50 === 0 ? 404 : 200}`,
    during: (index: number) => `"GET /cart/${index}" ${index < 10 ? 200 : 500}`,
    first: '"GET /cart/10" 500',
  },
  {
    what: 'another word where words vary',
    before: (index: number) => `cache ${index % 10 === 0 ? 'miss' : 'hit'} for the key of customer c${index}`,
    during: (index: number) => `cache ${index < 20 ? 'hit' : 'miss'} for the key of customer c${index}`,
    first: 'cache miss for the key of customer c20',
  },
])('sees $what, from the first on', ({ before, during, first }) => {
  const shift = shiftBetween(linesOf(100, before), linesOf(60, during));

  expect(shift?.line.message).toBe(first);
  expect(shift?.chance).toBeLessThan(1e-6);
  expect(shift?.ratio).toBeGreaterThan(3);
});

it.each([
  {
    what: 'the same durations',
    before: (index: number) => `served in ${20 + (index % 30)} ms`,
    during: (index: number) => `served in ${20 + ((7 * index) % 30)} ms`,
  },
  {
    what: 'numbers that are counted up',
    before: (index: number) => `stored block ${1_000 + index}`,
    during: (index: number) => `stored block ${1_100 + index}`,
  },
  {
    what: 'addresses',
    before: (index: number) => `accepted 10.0.0.${index}:4000`,
    during: (index: number) => `accepted 192.168.7.${index}:4000`,
  },
  {
    what: 'names that are always others',
    before: (index: number) => `order of b${index} stored`,
    during: (index: number) => `order of d${index} stored`,
  },
])('sees no shift in $what', ({ before, during }) => {
  const shift = shiftBetween(linesOf(100, before), linesOf(60, during));

  expect(shift?.chance ?? 1).toBeGreaterThan(1e-3);
});

it('says nothing of few lines', () => {
  const shift = shiftBetween(
    linesOf(10, (index) => `took ${index} ms`),
    linesOf(10, (index) => `took ${9_000 + index} ms`),
  );

  expect(shift).toBeNull();
});

const inTurns = (index: number): string => `worker ${index % 9} is idle`;

it('is not misled by values that are written in turns', () => {
  const shift = shiftBetween(linesOf(900, inTurns), linesOf(85, inTurns));

  expect(shift?.chance ?? 1).toBeGreaterThan(1e-3);
});
