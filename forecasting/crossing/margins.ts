import type { Limit } from '../../model/forecast/crossing.ts';
import type { Forecast } from '../../model/forecast/forecast.ts';
import { normalQuantile } from './normal.ts';

/** How far a step is expected to be beyond a limit, less than 0 before it, and what one standard deviation is there. */
interface Margin {
  readonly beyond: number;
  /** Towards the limit while it is not reached, and back from it afterwards. */
  readonly spreadAhead: number;
  readonly spreadBack: number;
}

/**
 * A forecast as seen from a limit, a margin a step. The interval is read as that of a normal distribution with two spreads.
 *
 * Values are cut off at their bounds, and a disk is full where its free bytes are bounded: how far beyond the limit such a
 * step was expected is then told by the other edge of its interval, which the bound does not touch, and by the spread
 * of the last step before.
 */
export function marginsOf(forecast: Forecast, limit: Limit): readonly Margin[] {
  const width = normalQuantile((1 + forecast.level) / 2);
  const sign = limit.direction === 'above' ? 1 : -1;
  let spreadBefore = 0;
  return forecast.yhat.map((yhat, index) => {
    const edges = [forecast.lower[index] ?? yhat, forecast.upper[index] ?? yhat] as const;
    const [back, ahead] = sign > 0 ? edges : [edges[1], edges[0]];
    const spreadBack = Math.abs(yhat - back) / width;
    const isCutOff = ahead === limit.value;
    if (isCutOff && yhat === limit.value) {
      const spread = Math.max(spreadBefore, spreadBack);
      return { beyond: (spread - spreadBack) * width, spreadAhead: spread, spreadBack: spread };
    }
    spreadBefore = spreadBack;
    const spreadAhead = isCutOff ? spreadBack : Math.abs(ahead - yhat) / width;
    return { beyond: sign * (yhat - limit.value), spreadAhead, spreadBack };
  });
}
