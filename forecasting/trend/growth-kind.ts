import type { History } from '../forecaster.ts';
import { meanOf } from '../history/statistics.ts';
import { withCalendar } from './with-calendar.ts';
import { withoutJumps } from './without-jumps.ts';

/** So many stretches are looked at, up to now. */
const stretches = 10;
/** Of all ways that the stretches go, this share leads on. One that goes up and down by chance has a third. */
const leadingOn = 0.6;

/**
 * What a series is for local-trend. `growing` ones rise or fall in the long run, when single jumps are joined and seasons
 * evened out, or are given back again and again: whether it is the best for them, backtests say. Where giving back
 * has `stopped` they cannot, because the past was different: there it is local-trend that knows.
 */
type GrowthKind = 'none' | 'growing' | 'stopped';

/** Looks at a history; it costs little. */
export function growthKindOf({ values, stepMs, seasons }: Pick<History, 'values' | 'stepMs' | 'seasons'>): GrowthKind {
  const { values: smooth, teeth, hasStopped } = withoutJumps(values);
  if (hasStopped) return 'stopped';
  if (teeth) return 'growing';

  const [season = Math.ceil(values.length / (2 * stretches))] = withCalendar(seasons, stepMs, values.length);
  const count = Math.min(stretches, Math.floor(values.length / season));
  const first = values.length - count * season;
  const means = Array.from({ length: count }, (_, nth) =>
    meanOf(smooth.subarray(first + nth * season, first + (nth + 1) * season)),
  );
  const ways = means.slice(1).map((mean, index) => mean - (means[index] ?? mean));
  const net = Math.abs(ways.reduce((sum, way) => sum + way, 0));
  return net > leadingOn * ways.reduce((sum, way) => sum + Math.abs(way), 0) ? 'growing' : 'none';
}
