import type { RunOnHost } from '../../clients/commands/command.ts';

/** How far a clock is from the worker's, and how sure that is. */
interface ClockOffset {
  /** Positive where the host is ahead. */
  readonly offsetMs: number;
  /** Half the time that the question took: the true offset is no further away than this. */
  readonly uncertaintyMs: number;
}

/** Asked several times, because the first opens the connection; the quickest answer is the surest. */
const samples = 4;

/** Asks a host for its time; null where it does not say. */
export async function measureOffset(
  host: string,
  runOnHost: RunOnHost,
  now: () => number = preciseNow,
): Promise<ClockOffset | null> {
  let best: ClockOffset | null = null;
  for (let nth = 0; nth < samples; nth++) {
    const before = now();
    const { exitCode, output } = await runOnHost(host, ['date', '+%s.%N'], { timeoutMs: 8_000, maxOutputBytes: 256 });
    const after = now();
    if (exitCode !== 0 || !/^\d{1,12}\.\d{1,9}\n?$/.test(output)) return null;
    const uncertaintyMs = (after - before) / 2;
    const offsetMs = Number(output) * 1_000 - (before + after) / 2;
    if (best === null || uncertaintyMs < best.uncertaintyMs) best = { offsetMs, uncertaintyMs };
  }
  return best;
}

/** The time of day, finer than in milliseconds. */
function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
