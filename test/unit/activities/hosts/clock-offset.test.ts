import { describe, expect, it } from 'vitest';
import { measureOffset } from '../../../../activities/hosts/clock-offset.ts';
import type { RunOnHost } from '../../../../clients/commands/command.ts';
import { aPlayedHost } from '../../../support/hosts/played-host.ts';

/** A host that is so far ahead, and answers in the middle of the given times. */
function aWayThere(aheadMs: number, tookMs: readonly number[]) {
  let [now, nth] = [1_000_000, 0];
  const runOnHost: RunOnHost = async () => {
    const took = tookMs[nth++] ?? 0;
    const output = `${((now + took / 2 + aheadMs) / 1_000).toFixed(9)}\n`;
    now += took;
    return { exitCode: 0, output, truncated: false, problem: null };
  };
  return measureOffset('web-1', runOnHost, () => now);
}

describe('measureOffset', () => {
  it.each([250, 0, -4_000])('finds a clock that is %d ms ahead, by the quickest of its answers', async (aheadMs) => {
    const offset = await aWayThere(aheadMs, [900, 40, 12, 60]);

    expect(offset?.offsetMs).toBeCloseTo(aheadMs, 3);
    expect(offset?.uncertaintyMs).toBe(6);
  });

  it.each([
    [{ output: 'tomorrow\n' }],
    [{ output: '1700000000.%N\n' }],
    [{ exitCode: 1, output: '1700000000.5\n' }],
    [{ exitCode: null, problem: 'disconnected' } as const],
  ])('does not know where the host answers %j', async (answer) => {
    expect(await measureOffset('web-1', aPlayedHost({ date: answer }).runOnHost)).toBeNull();
  });
});
