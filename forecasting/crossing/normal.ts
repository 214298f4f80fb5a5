/** Beyond this many standard deviations nothing is left in a double. */
const farthest = 40;
const halvings = 60;

/**
 * The share of a standard normal distribution below z, to 1.2e-7: the Chebyshev fit of the complementary error function in
 * W. H. Press et al., Numerical Recipes, section 6.2.
 */
export function normalShareBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  if (x > farthest) return z > 0 ? 1 : 0;
  const t = 1 / (1 + x / 2);
  const series = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  const tail = Math.min(0.5, (t * Math.exp(-x * x + series)) / 2);
  return z > 0 ? 1 - tail : tail;
}

const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

/** The z below which a share of a standard normal distribution lies. */
export function normalQuantile(share: number): number {
  let [low, high] = [-farthest, farthest];
  for (let nth = 0; nth < halvings; nth++) {
    const middle = (low + high) / 2;
    if (normalShareBelow(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
