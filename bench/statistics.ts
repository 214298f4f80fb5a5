/** The value below which a share of the samples lies; the nearest rank, so always one of them. */
function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** Milliseconds that a task takes. */
async function timed(task: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
}

/** Two series measured in turn, so that the machine's own ups and downs meet both alike. */
export interface Pair {
  readonly name: string;
  readonly ours: readonly number[];
  readonly bare: readonly number[];
}

/** Measures two tasks in turn, after some rounds that do not count. */
export async function measureInTurn(
  name: string,
  rounds: number,
  ours: () => Promise<unknown>,
  bare: () => Promise<unknown>,
): Promise<Pair> {
  for (let warmUp = 0; warmUp < rounds / 5; warmUp++) {
    await ours();
    await bare();
  }
  const pair = { name, ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    pair.ours.push(await timed(ours));
    pair.bare.push(await timed(bare));
  }
  return pair;
}

/** One line per figure: ours, the bare call, and the ratio. */
export function describePair({ name, ours, bare }: Pair): readonly string[] {
  return [0.5, 0.99].map((share) => {
    const [us, them] = [percentile(ours, share), percentile(bare, share)];
    const label = `${name}, p${share * 100}`.padEnd(52);
    return `${label}${us.toFixed(2).padStart(10)} ms${them.toFixed(2).padStart(10)} ms${(us / them).toFixed(2).padStart(8)}`;
  });
}
