/** The value below which a share of the samples lies; the nearest rank, so always one of them. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** The sample in the middle. */
export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
