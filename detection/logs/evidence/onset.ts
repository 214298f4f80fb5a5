import type { LogLine } from '../../../model/logs/log-line.ts';

/** Beyond this times the root of the count, a lag is none of chance (Kolmogorov's limit at 5 %). */
const beyondChance = 1.36;

/**
 * The line at which a rate rose: where the count lags furthest behind a steady one, if further than by chance; else
 * the first. E. S. Page: Continuous inspection schemes, Biometrika 41, 1954.
 */
export function onsetOf(lines: readonly LogLine[]): number {
  const [from, to] = [lines[0]?.at ?? 0, lines.at(-1)?.at ?? 0];
  let [onset, furthest] = [0, 0];
  lines.forEach(({ at }, index) => {
    const lag = ((at - from) / Math.max(1, to - from)) * lines.length - index;
    if (lag > furthest) [onset, furthest] = [index, lag];
  });
  return furthest > beyondChance * Math.sqrt(lines.length) ? onset : 0;
}
