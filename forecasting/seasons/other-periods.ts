import { meanOf } from '../history/statistics.ts';

/** Seasons of fewer steps are taken up by the nearest lags. */
const shortest = 4;
/** Longer ones that no calendar knows would take too long to look for. */
const longest = 600;
/** A correlation with the values so long ago that is worth a look. */
const worthALook = 0.2;
const mostCandidates = 3;

/** Lengths after which a series resembles itself more than at lengths around, the strongest first. */
export function otherPeriods(values: Float64Array): readonly number[] {
  const most = Math.min(longest, Math.floor(values.length / 2));
  const correlations = autocorrelations(changesOf(values), most + 1);
  const peaks: { readonly lag: number; readonly height: number }[] = [];
  for (let lag = shortest; lag <= most; lag++) {
    const height = correlations[lag] ?? 0;
    const isPeak = height > (correlations[lag - 1] ?? 0) && height >= (correlations[lag + 1] ?? 0);
    if (isPeak && height > worthALook) peaks.push({ lag, height });
  }
  const strongest = peaks.toSorted((one, other) => other.height - one.height);
  // Of a season and its multiples the season is meant: they correlate about as much.
  const basic = strongest.filter(({ lag, height }) =>
    strongest.every((other) => other.lag >= lag || other.height < 0.8 * height || !isMultiple(lag, other.lag)),
  );
  return basic.slice(0, mostCandidates).map(({ lag }) => lag);
}

function isMultiple(lag: number, of: number): boolean {
  const times = Math.round(lag / of);
  return times >= 2 && Math.abs(lag - times * of) <= times;
}

/** From each value to the next: a trend is gone, and slow wandering has no long memory any more. */
function changesOf(values: Float64Array): Float64Array {
  return values.subarray(1).map((value, at) => value - (values[at] ?? 0));
}

function autocorrelations(values: Float64Array, most: number): Float64Array {
  const mean = meanOf(values);
  const centred = values.map((value) => value - mean);
  const variance = centred.reduce((sum, value) => sum + value ** 2, 0);
  return Float64Array.from({ length: most + 1 }, (_, lag) => {
    let sum = 0;
    for (let at = lag; at < centred.length; at++) sum += (centred[at] ?? 0) * (centred[at - lag] ?? 0);
    return variance > 0 ? sum / variance : 0;
  });
}
