import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthOf } from '../../../forecasting/growth-of.ts';
import type { Sample } from '../../../model/forecast/sample.ts';
import { randomOf } from '../../../bench/logs/random.ts';

const minute = 60_000;

/** One sample a minute, of what is left. */
function series(count: number, left: (nth: number) => number): readonly Sample[] {
  return Array.from({ length: count }, (_, nth) => ({ atMs: nth * minute, value: left(nth) }));
}

/** What is left of a thousand, losing one a second. */
const steady = (nth: number): number => 1e6 - 60 * nth;

/** The pace, which there has to be. */
function paceOf(samples: readonly Sample[]) {
  const growth = growthOf(samples);
  if (growth.kind !== 'growing') throw new Error(`the series is ${growth.kind}`);
  return growth.pace;
}

describe('growth', () => {
  it('of a steady loss is known exactly', () => {
    const growth = growthOf(series(60, steady));

    expect(growth).toEqual({
      kind: 'growing',
      pace: { perSecond: 1, slowest: 1, fastest: 1 },
      overMs: 59 * minute,
    });
  });

  it.each([
    ['nothing', []],
    ['a few samples', series(9, steady)],
    ['samples that are no numbers', series(60, () => Number.NaN)],
    ['one moment only', Array.from({ length: 60 }, () => ({ atMs: 0, value: 1 }))],
  ])('is not told from %s', (_what, samples) => {
    expect(growthOf(samples)).toEqual({ kind: 'too-little-data' });
  });

  it.each<[what: string, left: (nth: number) => number]>([
    ['nothing changes', () => 1e6],
    ['it becomes more', (nth) => 1e6 + nth * 1_000],
    ['it goes up and down', (nth) => 1e6 + 50_000 * Math.sin(nth)],
    ['a file comes and goes', (nth) => (nth % 3 === 0 ? 996_000 : 1e6)],
    ['small files come and go at times', (nth) => 1e9 - (nth % 10 < 5 ? 0 : 4_096)],
    ['one large file came', (nth) => (nth < 30 ? 1e6 : 5e5)],
    ['nothing is left', () => 0],
  ])('is none where %s', (_what, left) => {
    expect(growthOf(series(60, left))).toEqual({ kind: 'not-growing', overMs: 59 * minute });
  });

  it('is not hidden by clean-ups', () => {
    const sawtooth = series(180, (nth) => 1e6 - 600 * (nth % 30));

    expect(paceOf(sawtooth).perSecond).toBeCloseTo(10, 6);
  });

  it('is not made up by a disk that became larger and stays as it is', () => {
    expect(growthOf(series(60, (nth) => (nth < 30 ? 1e6 : 2e6))).kind).toBe('not-growing');
  });

  it('takes samples in any order, and each moment once', () => {
    const samples = series(60, steady);

    expect(growthOf([...samples, ...samples].toReversed())).toEqual(growthOf(samples));
  });

  it('looks at a long series as a whole, and stays quick', () => {
    const long = series(20_000, (nth) => 1e9 - 60 * nth);

    const growth = growthOf(long);

    expect(growth).toMatchObject({ kind: 'growing', pace: { perSecond: 1 } });
    expect(growth.kind === 'growing' && growth.overMs).toBeGreaterThan(0.99 * 19_999 * minute);
  });

  it('is the same whatever wild samples say, up to a fifth of them', () => {
    const wild = series(100, (nth) => (nth % 5 === 2 ? 0 : steady(nth)));

    expect(paceOf(wild).perSecond).toBeCloseTo(1, 0);
  });

  it('lies within its interval in about nine cases of ten', () => {
    const random = randomOf(7);
    const noise = (): number => Array.from({ length: 12 }, random.next).reduce((sum, each) => sum + each, -6);

    const hits = Array.from({ length: 400 }, () => {
      const { slowest, fastest } = paceOf(series(40, (nth) => 1e6 - 600 * nth + 1_000 * noise()));
      return slowest <= 10 && 10 <= fastest;
    }).filter(Boolean);

    expect(hits.length / 400).toBeGreaterThan(0.86);
    expect(hits.length / 400).toBeLessThan(0.96);
  });

  it('is no surer for being read more often than it was measured', () => {
    const random = randomOf(3);
    const measured = series(40, (nth) => 1e6 - 600 * nth + 10_000 * random.next());
    const readAgain = measured.flatMap(({ atMs, value }) =>
      [0, 1, 2, 3].map((nth) => ({ atMs: atMs + nth * 15_000, value })),
    );

    const [once, often] = [measured, readAgain].map((samples) => {
      const { slowest, fastest } = paceOf(samples);
      return fastest - slowest;
    });

    expect(Math.abs((often ?? 0) / (once ?? 0) - 1)).toBeLessThan(0.2);
  });

  it('is never negative, and never without an interval around it', () => {
    const anySeries = fc.array(
      fc.record({
        atMs: fc.integer({ min: 0, max: 1e12 }),
        value: fc.oneof(fc.double({ min: -1e15, max: 1e15 }), fc.double()),
      }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(anySeries, (samples) => {
        const growth = growthOf(samples);
        if (growth.kind !== 'growing') return;
        const { perSecond, slowest, fastest } = growth.pace;
        expect(slowest).toBeGreaterThan(0);
        expect(perSecond).toBeGreaterThanOrEqual(slowest);
        expect(fastest).toBeGreaterThanOrEqual(perSecond);
        expect(fastest).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('does not depend on the hour, nor on the unit', () => {
    const losses = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(losses, fc.integer({ min: 1, max: 1e9 }), (each, laterBy) => {
        let left = 1e6;
        const samples = each.map((loss, nth) => ({ atMs: nth * minute, value: (left -= loss) }));
        const pace = paceOf(samples);

        const moved = paceOf(samples.map(({ atMs, value }) => ({ atMs: atMs + laterBy, value: value * 8 })));

        expect(moved.perSecond / pace.perSecond).toBeCloseTo(8, 9);
        expect(moved.fastest / pace.fastest).toBeCloseTo(8, 9);
      }),
    );
  });
});
