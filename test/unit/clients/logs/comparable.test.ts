import { expect, it } from 'vitest';
import { comparable } from '../../../../clients/logs/comparable.ts';
import type { FoundLines, ReadShares } from '../../../../clients/logs/log-store.ts';
import { aLine } from '../../../support/logs/elasticsearch.ts';

/** A window of which these lines were read. */
function aWindow(errors: number, others: number, read?: ReadShares): FoundLines {
  const levels = [...Array<string>(errors).fill('error'), ...Array<string>(others).fill('info')];
  const lines = levels.map((level, at) => aLine({ level, at, id: `${at}` }));
  return { lines, total: lines.length, ...(read ? { read } : {}) };
}

function countsOf(lines: readonly { readonly level: string | null }[]) {
  const errors = lines.filter(({ level }) => level === 'error').length;
  return { errors, others: lines.length - errors };
}

it('leaves windows alone that were read completely', () => {
  const [before, during] = [aWindow(5, 50), aWindow(7, 20)];

  expect(comparable(before, during)).toEqual({ before: before.lines, during: during.lines });
});

it.each([
  {
    title: 'the window that was read completely, where only the other one was sampled',
    shares: [undefined, { severe: 1, others: 0.1 }],
    expected: [
      { errors: 40, others: 100 },
      { errors: 40, others: 1_000 },
    ],
  },
  {
    title: 'the one that was sampled more densely',
    shares: [
      { severe: 1, others: 0.2 },
      { severe: 1, others: 0.8 },
    ],
    expected: [
      { errors: 40, others: 1_000 },
      { errors: 40, others: 250 },
    ],
  },
  {
    title: 'errors and others each by themselves',
    shares: [
      { severe: 0.5, others: 0.5 },
      { severe: 1, others: 0.1 },
    ],
    expected: [
      { errors: 40, others: 200 },
      { errors: 20, others: 1_000 },
    ],
  },
])('thins out $title', ({ shares, expected }) => {
  const [before, during] = shares.map((share) => aWindow(40, 1_000, share));

  const even = before && during && comparable(before, during);

  expect([countsOf(even?.before ?? []), countsOf(even?.during ?? [])]).toEqual(expected);
});

it('thins out evenly over the window', () => {
  const { before } = comparable(aWindow(0, 1_000), aWindow(0, 10, { severe: 1, others: 0.01 }));

  const gaps = before.slice(1).map(({ at }, index) => at - (before[index]?.at ?? 0));
  expect(new Set(gaps)).toEqual(new Set([100]));
});

it('does not stumble over a kind of which nothing was read', () => {
  const { before, during } = comparable(aWindow(10, 0, { severe: 1, others: 0 }), aWindow(10, 5));

  expect([countsOf(before), countsOf(during)]).toEqual([
    { errors: 10, others: 0 },
    { errors: 10, others: 0 },
  ]);
});
