/** Lets requests through one after the other, at no more than a rate. */
interface RateLimit {
  /**
   * Takes the next place.
   *
   * @returns the milliseconds until it may be used; null where that were longer than `mostMs`, and then none is taken.
   */
  take(mostMs: number): number | null;
}

/** A bucket of tokens: `burst` at once, and `perSecond` over time. Whoever waits is served in the order of asking. */
export function createRateLimit(
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
  now: () => number = () => performance.now(),
): RateLimit {
  // Below zero, the bucket owes to those who wait.
  let tokens = burst;
  let at = now();
  return {
    take(mostMs) {
      const passedMs = now() - at;
      at += passedMs;
      tokens = Math.min(burst, tokens + (passedMs * perSecond) / 1_000);
      const waitMs = tokens >= 1 ? 0 : ((1 - tokens) * 1_000) / perSecond;
      if (waitMs > mostMs) return null;
      tokens -= 1;
      return waitMs;
    },
  };
}
