import type { Room } from '../autoregression/room.ts';
import { kept, roomOf } from '../autoregression/room.ts';
import type { Scale, ScaleKind } from '../autoregression/scale.ts';
import { offScale, onScale, scaleOf } from '../autoregression/scale.ts';
import { meanOf, movingMean } from '../history/statistics.ts';
import { medianOf } from '../stretches.ts';

/** How the level goes on: as that of the last day, as that of the last week, or from that of the last hours to it. */
export type LevelKind = 'late' | 'lasting' | 'fading';

/** The seasons around a level, as a member of the ensemble is made of them. */
export interface LevelTerms {
  readonly level: LevelKind;
  readonly scale: ScaleKind;
  /** The rhythm of the days, which says what late and lasting is. */
  readonly day: number;
  /** The season that is repeated around the level; the day where it is not there twice. */
  readonly season: number;
}

/** What was learned: plain JSON. */
export interface Level {
  readonly scale: Scale;
  /** What each moment of the season adds to the level, from the first step ahead on. */
  readonly shape: readonly number[];
  readonly now: number;
  readonly later: number;
  readonly day: number;
  readonly room: Room;
}

/** The shape of a season is learned from so many of them. */
const mostSeasons = 28;
const daysThatLast = 7;
/** The last hours are this part of a day. */
const lastHours = 1 / 4;

/** Learns the shape of the season, and the level of what is left without it. */
export function fitLevel(values: Float64Array, { level, scale: kind, day, season: wanted }: LevelTerms): Level {
  const season = [wanted, day].find((steps) => 2 * steps <= values.length) ?? 1;
  const scale = scaleOf(values, kind);
  const scaled = onScale(values, scale);
  const shape = shapeOf(scaled, season);
  const rest = scaled.map((value, at) => value - (shape[at % season] ?? 0));
  const last = (steps: number): Float64Array => rest.subarray(-Math.max(1, Math.round(steps)));
  const middle = (steps: number): number => medianOf([...last(steps)].toSorted((one, other) => one - other));
  const later = {
    late: () => middle(day),
    lasting: () => middle(daysThatLast * day),
    fading: () => meanOf(last(daysThatLast * day)),
  }[level]();
  return {
    scale,
    shape: shape.map((_, step) => shape[(values.length + step) % season] ?? 0),
    now: level === 'fading' ? meanOf(last(lastHours * day)) : later,
    later,
    day,
    room: roomOf(values),
  };
}

/** The steps after the values that it was learned from: what is special now is half gone after a day. */
export function continueLevel({ scale, shape, now, later, day, room }: Level, steps: number): Float64Array {
  const scaled = Float64Array.from({ length: steps }, (_, step) => {
    return later + (now - later) * 0.5 ** ((step + 1) / day) + (shape[step % shape.length] ?? 0);
  });
  return kept(offScale(scaled, scale), room);
}

/** For each moment of a season how far it lies, on average, from the season around it. */
function shapeOf(values: Float64Array, season: number): readonly number[] {
  const around = movingMean(values, season);
  const [sums, counts] = [new Float64Array(season), new Float64Array(season)];
  for (let at = Math.max(0, values.length - mostSeasons * season); at < values.length; at++) {
    const phase = at % season;
    sums[phase] = (sums[phase] ?? 0) + (values[at] ?? 0) - (around[at] ?? 0);
    counts[phase] = (counts[phase] ?? 0) + 1;
  }
  const means = sums.map((sum, phase) => sum / (counts[phase] || 1));
  const middle = meanOf(means);
  return Array.from(means, (mean) => mean - middle);
}
