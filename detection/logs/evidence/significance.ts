/**
 * How probable at least `during` events are, given the sum of both windows, when the rate is the same in both: the
 * conditional test of two Poisson counts. `share` is the part of the events that the second window would then have.
 * J. Przyborowski, H. Wilenski: Homogeneity of results in testing samples from Poisson series, Biometrika 31, 1940.
 * P(X ≥ k) of a binomial is the regularised incomplete beta function I_share(k, n − k + 1), which also takes counts
 * that were divided by a dispersion.
 */
export function moreThanChance(before: number, during: number, share: number): number {
  if (during <= 0) return 1;
  return Math.min(1, Math.max(0, incompleteBeta(share, during, before + 1)));
}

/**
 * Adjusts probabilities for being many: those up to q are false discoveries at most at the rate q. In the order given.
 * Y. Benjamini, Y. Hochberg: Controlling the false discovery rate, Journal of the Royal Statistical Society B 57, 1995.
 */
export function adjustForMany(probabilities: readonly number[]): readonly number[] {
  const order = probabilities
    .map((_, index) => index)
    .toSorted((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  const adjusted = probabilities.map(() => 1);
  let least = 1;
  order.forEach((index, position) => {
    const rank = order.length - position;
    least = Math.min(least, ((probabilities[index] ?? 1) * order.length) / rank);
    adjusted[index] = least;
  });
  return adjusted;
}

/** The variance of counts over their mean, at least 1, the value of a Poisson process; more where events come in bursts. */
export function dispersionOf(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (counts.length < 2 || mean === 0) return 1;
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  return Math.max(1, squares / (counts.length - 1) / mean);
}

/** I_x(a, b) by its continued fraction: NIST Digital Library of Mathematical Functions 8.17.22, evaluated by Lentz's method. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  const tiny = 1e-300;
  let [c, d] = [1, 1 / awayFromZero(1 - ((a + b) * x) / (a + 1), tiny)];
  let fraction = d;
  for (let m = 1; m <= 1_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      d = 1 / awayFromZero(1 + term * d, tiny);
      c = awayFromZero(1 + term / c, tiny);
      step = c * d;
      fraction *= step;
    }
    if (Math.abs(step - 1) < 1e-12) break;
  }
  return front * fraction;
}

function awayFromZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Stirling's series, NIST Digital Library of Mathematical Functions 5.11.1, after shifting the argument beyond 10. */
function logGamma(value: number): number {
  let [shifted, shift] = [value, 0];
  while (shifted < 10) shift += Math.log(shifted++);
  const inverse = 1 / shifted;
  const series = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1_260 - inverse ** 7 / 1_680;
  return (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - shift;
}
