import { isEcho } from './echoes.ts';
import type { Evidence } from './evidence/weigh.ts';
import type { Suspects } from './suspects.ts';
import type { Weights } from './weights.ts';

/**
 * The suspects, the most probable first: each is worth the sum of its shares of the weights. The best is placed first,
 * then the best of what is left, after echoes of those placed lost some of their worth: so the first few tell different
 * stories.
 */
export function rank({ all, services }: Suspects, weights: Weights, most: number): readonly Evidence[] {
  const left = all
    .map(({ evidence, shares }) => ({
      evidence,
      worth: Object.entries(shares).reduce((sum, [name, share]) => sum + share * weights[name as keyof Weights], 0),
    }))
    .toSorted((one, other) => other.worth - one.worth || one.evidence.sample.at - other.evidence.sample.at);
  const placed: Evidence[] = [];
  while (left.length > 0 && placed.length < most) {
    let [best, bestWorth] = [0, Number.NEGATIVE_INFINITY];
    for (const [index, { evidence, worth }] of left.entries()) {
      // An echo only loses, so whatever is worth less from the start cannot win.
      if (worth <= bestWorth) break;
      const kept = worth + (isEcho(evidence, placed, services) ? Math.min(0, weights.echo) : 0);
      if (kept > bestWorth) [best, bestWorth] = [index, kept];
    }
    placed.push(...left.splice(best, 1).map(({ evidence }) => evidence));
  }
  return placed;
}
