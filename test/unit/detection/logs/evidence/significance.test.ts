import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { adjustForMany, dispersionOf, moreThanChance } from '../../../../../detection/logs/evidence/significance.ts';

it.each([
  // The tail of a binomial by hand: 1/2 to the fifth; 1 − (1/2)^4; 4 of 4 with a share of a third.
  { before: 0, during: 5, share: 0.5, chance: 1 / 32 },
  { before: 3, during: 1, share: 0.5, chance: 15 / 16 },
  { before: 0, during: 4, share: 1 / 3, chance: 1 / 81 },
  { before: 9, during: 0, share: 0.5, chance: 1 },
])('gives $during after $before with a share of $share the chance $chance', ({ before, during, share, chance }) => {
  expect(moreThanChance(before, during, share)).toBeCloseTo(chance, 9);
});

it('adjusts chances by their rank', () => {
  const adjusted = adjustForMany([0.01, 0.5, 0.03, 0.02]);

  expect(adjusted.map((chance) => Number(chance.toFixed(6)))).toEqual([0.04, 0.5, 0.04, 0.04]);
});

it('sees bursts, and never less than chance alone', () => {
  expect(dispersionOf([5, 5, 5, 5])).toBe(1);
  expect(dispersionOf([0, 0, 0, 20])).toBeCloseTo(20, 9);
});

it('takes more lines for less chance, and more lines before for more', () => {
  const count = fc.integer({ min: 0, max: 5_000 });

  fc.assert(
    fc.property(count, count, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (before, during, share) => {
      const chance = moreThanChance(before, during, share);

      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
      expect(moreThanChance(before, during + 1, share)).toBeLessThanOrEqual(chance + 1e-9);
      expect(moreThanChance(before + 1, during, share)).toBeGreaterThanOrEqual(chance - 1e-9);
    }),
  );
});
