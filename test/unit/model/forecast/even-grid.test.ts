import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridNote } from '../../../../model/forecast/even-grid.ts';
import { mostGridValues, onEvenGrid } from '../../../../model/forecast/even-grid.ts';

const minute = 60_000;
const hour = 60 * minute;
const begin = Date.UTC(2026, 0, 1);

/** Measurements at these minutes; what is not given counts up. */
function at(minutes: readonly number[], values: readonly number[] = minutes.map((_, nth) => nth)) {
  return { atMs: minutes.map((one) => begin + one * minute), values };
}

function upTo(count: number, step = 1, from = 0): readonly number[] {
  return Array.from({ length: count }, (_, nth) => from + nth * step);
}

describe('onEvenGrid', () => {
  it.each<[what: string, minutes: readonly number[], stepMs: number, length: number]>([
    ['every minute', upTo(20), minute, 20],
    ['every 61 seconds', upTo(20, 61 / 60), 61_000, 20],
    ['every minute, with an hour missing', [...upTo(20), ...upTo(20, 1, 80)], minute, 100],
    [
      'every minute, with every third missing here and there',
      upTo(90).filter((nth) => nth < 30 || nth % 3 > 0),
      minute,
      90,
    ],
    [
      'every quarter of an hour, a second early or late',
      upTo(40, 15).map((one, nth) => one + (nth % 4) / 60),
      15 * minute,
      40,
    ],
    ['two of them', [0, 5], 5 * minute, 2],
    ['four of them, with one missing', [0, 5, 15, 20], 5 * minute, 5],
    ['one of them', [0], hour, 1],
    ['none', [], hour, 0],
    ['every minute, and one a week later', [...upTo(100), 10_080], minute, 10_081],
  ])('finds the step of measurements: %s', (_what, minutes, stepMs, length) => {
    const even = onEvenGrid(at(minutes));

    expect(even.stepMs).toBe(stepMs);
    expect(even.values).toHaveLength(length);
    expect(even.values.filter((value) => value !== null)).toEqual(upTo(minutes.length));
  });

  it('takes months for steps of one length, and loses none', () => {
    const months = upTo(48).map((nth) => (Date.UTC(2020, nth) - begin) / minute);

    const even = onEvenGrid(at(months));

    expect(even.values).toEqual(upTo(48));
  });

  it('has gaps where measurements are missing', () => {
    expect(onEvenGrid(at([...upTo(10), 11, 13])).values).toEqual([...upTo(10), null, 10, null, 11]);
  });

  it('leaves alone what is even', () => {
    expect(onEvenGrid(at(upTo(100)))).toEqual({ startMs: begin, stepMs: minute, values: upTo(100), notes: [] });
  });

  it('averages a finer step to the coarser one, around its moments', () => {
    const even = onEvenGrid(at([...upTo(60), ...upTo(24, 5, 60)], [...upTo(60), ...upTo(24, 5, 60)]));

    expect(even).toMatchObject({ stepMs: 5 * minute, startMs: begin });
    // At the ends of the finer step there is only one half of what is around a moment.
    expect(even.values).toEqual([1, ...upTo(11, 5, 5), 59, ...upTo(23, 5, 65)]);
  });

  it('puts the moments of the coarser step where it was measured', () => {
    const even = onEvenGrid(at([...upTo(56, 1, 4), ...upTo(24, 5, 60)]));

    expect(even).toMatchObject({ stepMs: 5 * minute, startMs: begin + 5 * minute });
  });

  it('takes a coarser step that was held for a moment for gaps', () => {
    const even = onEvenGrid(at([...upTo(600), ...upTo(9, 5, 600), ...upTo(600, 1, 645)]));

    expect(even).toMatchObject({ stepMs: minute, notes: [] });
    expect(even.values.filter((value) => value === null)).toHaveLength(9 * 4);
  });

  it.each<
    [what: string, samples: Parameters<typeof onEvenGrid>[0], values: unknown, notes: readonly Partial<GridNote>[]]
  >([
    [
      'sorts what is out of order',
      at([0, 1, 4, 2, 3, 5]),
      [0, 1, 3, 4, 2, 5],
      [{ what: 'out-of-order', count: 2, first: 3 }],
    ],
    [
      'takes the mean of what comes twice',
      at([0, 1, 1, 2, 3], [0, 1, 3, 2, 3]),
      [0, 2, 2, 3],
      [{ what: 'twice', count: 1, first: 2 }],
    ],
    [
      'leaves a gap for what is no finite number',
      at([0, 1, 2, 3, 4], [1, Number.NaN, Infinity, -Infinity, 5]),
      [1, null, null, null, 5],
      [{ what: 'no-number', count: 3, first: 1 }],
    ],
    [
      'begins with a value, and ends in a gap',
      at([0, 1, 2], [Number.NaN, 1, Number.NaN]),
      [1, null],
      [{ what: 'no-number', count: 2, first: 0 }],
    ],
    [
      'has nothing where nothing is a number',
      at([0, 1], [Number.NaN, Number.NaN]),
      [],
      [{ what: 'no-number', count: 2, first: 0 }],
    ],
    [
      'keeps the mean of the largest numbers finite',
      at([0, 0, 0, 1], [Number.MAX_VALUE, -Number.MAX_VALUE, 1e308, 1e308]),
      [expect.closeTo(1e308 / 3, -306), 1e308],
      [{ what: 'twice', count: 2, first: 1 }],
    ],
    [
      'says that no step is kept',
      at([0, 1, 5, 6, 20, 29, 29.5, 40, 41, 60]),
      expect.anything(),
      [{ what: 'uneven', count: 1 }],
    ],
  ])('%s, and says so', (_what, samples, values, notes) => {
    expect(onEvenGrid(samples)).toMatchObject({ values, notes });
  });

  it('refuses times that lie too far apart for their step', () => {
    expect(() => onEvenGrid(at([...upTo(20), mostGridValues]))).toThrow(
      'the times span 5000001 steps of 1 min, and at most 5000000 are taken: is one of them wrong?',
    );
  });

  it('refuses a time that is none', () => {
    expect(() => onEvenGrid({ atMs: [Number.NaN], values: [1] })).toThrow('measurement 1 is no finite number');
  });

  const anyTimes = fc.array(fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.double()), { maxLength: 60 });

  it('has no value outside those it was given, whatever they are', () => {
    fc.assert(
      fc.property(anyTimes, (pairs) => {
        const finite = pairs.map(([, value]) => value).filter(Number.isFinite);
        const [least, most] = [Math.min(...finite), Math.max(...finite)];
        const slack = 1e-9 * Math.max(Math.abs(least), Math.abs(most));

        const { values, startMs, stepMs } = onEvenGrid(
          at(
            pairs.map(([one]) => one),
            pairs.map(([, value]) => value),
          ),
        );

        const known = values.filter((value) => value !== null);
        expect(known.every((value) => value >= least - slack && value <= most + slack)).toBe(true);
        expect(known.length > 0).toBe(finite.length > 0);
        expect(values.length === 0 || values[0] !== null).toBe(true);
        expect(Number.isInteger(stepMs) && stepMs > 0 && Number.isFinite(startMs)).toBe(true);
      }),
    );
  });

  it('does not depend on the order of measurements', () => {
    const distinct = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer()), {
      selector: ([one]) => one,
      maxLength: 60,
    });
    const shuffled = distinct.chain((pairs) =>
      fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })),
    );

    fc.assert(
      fc.property(shuffled, (orders) => {
        const [one, other] = orders.map((pairs) => {
          const sorted = onEvenGrid(
            at(
              pairs.map(([minutes]) => minutes),
              pairs.map(([, value]) => value),
            ),
          );
          return { ...sorted, notes: [] };
        });

        expect(one).toEqual(other);
      }),
    );
  });
});
