import type { CheckRunner } from '../../contracts/check-runner.ts';
import { measureOffset } from '../../hosts/clock-offset.ts';

/** Whether a host's clock agrees with the worker's, as far as the way there lets tell. */
export const clockOffset: CheckRunner = async ({ target }, { hostParts, runOnHost }) => {
  const { host, maxOffsetMs } = hostParts.findClock(target);
  const measured = await measureOffset(host, runOnHost);
  if (!measured) return { health: 'unknown', summary: 'the host did not tell its time' };
  const { offsetMs, uncertaintyMs } = measured;
  const distance = Math.abs(offsetMs);
  const health =
    distance + uncertaintyMs <= maxOffsetMs
      ? 'healthy'
      : distance - uncertaintyMs > maxOffsetMs
        ? 'unhealthy'
        : 'unknown';
  const direction = offsetMs < 0 ? 'behind' : 'ahead of';
  return {
    health,
    summary: `the clock is ${distance.toFixed(1)} ms ${direction} the worker's, give or take ${uncertaintyMs.toFixed(1)} ms`,
  };
};
