import { durationInWords } from '../text/duration.ts';
import type { Series } from './series.ts';
import { spacingOf } from './spacing.ts';

/** Measurements as they were found, in two lists of one length. */
interface RawSamples {
  readonly atMs: readonly number[];
  /** What is no finite number is a gap. */
  readonly values: readonly number[];
}

/** What was done to measurements: how often, and the place of the first of them in the lists. */
export interface GridNote {
  readonly what: 'out-of-order' | 'twice' | 'no-number' | 'mixed-steps' | 'uneven';
  readonly count: number;
  readonly first: number;
  /** For people. */
  readonly text: string;
}

/** Measurements on an even grid. */
interface EvenSamples extends Pick<Series, 'startMs' | 'stepMs' | 'values'> {
  readonly notes: readonly GridNote[];
}

/** More than a forecast could ever use; a grid that is longer has a wrong time in it. */
export const mostGridValues = 5_000_000;

/**
 * Puts measurements on an even grid, from the first finite one to the last one. They may come in any order and more than
 * once; where several fall into one step, their mean is taken.
 *
 * @throws RangeError for times that span more than 5 million steps, or are no finite numbers.
 */
export function onEvenGrid(samples: RawSamples): EvenSamples {
  const ordered = inOrder(samples);
  const { times, notes } = ordered;
  const { stepMs, finerMs, anchorMs, isUneven } = spacingOf(distinct(times));
  const [firstMs = 0, lastMs = 0] = [times[0], times.at(-1)];
  const startMs = anchorMs - Math.round((anchorMs - firstMs) / stepMs) * stepMs;
  const length = times.length === 0 ? 0 : Math.round((lastMs - startMs) / stepMs) + 1;
  if (length > mostGridValues) {
    const span = `${length} steps of ${durationInWords(stepMs)}`;
    throw new RangeError(`the times span ${span}, and at most ${mostGridValues} are taken: is one of them wrong?`);
  }

  const grid = meansOf(length, ordered, (atMs) => Math.round((atMs - startMs) / stepMs));
  const known = grid.findIndex((value) => value !== null);
  const begin = known < 0 ? length : known;
  const [step, finer] = [durationInWords(stepMs), finerMs.map(durationInWords).join(' and of ')];
  return {
    startMs: startMs + begin * stepMs,
    stepMs,
    values: begin === 0 ? grid : grid.slice(begin),
    notes: [
      ...notes,
      {
        what: 'mixed-steps' as const,
        count: finerMs.length,
        first: 0,
        text: `steps of ${finer} are averaged to ${step}`,
      },
      {
        what: 'uneven' as const,
        count: isUneven ? 1 : 0,
        first: 0,
        text: `no step is kept for long; ${step} is taken`,
      },
    ].filter(({ count: often }) => often > 0),
  };
}

/** How often something was found, and where first. */
interface Tally {
  count: number;
  first: number;
}

interface Ordered {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly notes: readonly GridNote[];
}

/** By time, with what was found on the way. */
function inOrder({ atMs, values }: RawSamples): Ordered {
  const [late, odd, again]: [Tally, Tally, Tally] = [none(), none(), none()];
  let latest = -Infinity;
  for (const [index, at] of atMs.entries()) {
    if (!Number.isFinite(at)) throw new RangeError(`the time of measurement ${index + 1} is no finite number`);
    if (at < latest) count(late, index);
    if (!Number.isFinite(values[index])) count(odd, index);
    latest = Math.max(latest, at);
  }

  const places = Uint32Array.from({ length: atMs.length }, (_, index) => index);
  if (late.count > 0) places.sort((a, b) => (atMs[a] ?? 0) - (atMs[b] ?? 0) || a - b);
  const times = Float64Array.from(places, (place) => atMs[place] ?? 0);
  for (let index = 1; index < times.length; index++) {
    if (times[index] === times[index - 1]) count(again, places[index] ?? 0);
  }
  return {
    times,
    values: Float64Array.from(places, (place) => values[place] ?? Number.NaN),
    notes: [
      { what: 'out-of-order' as const, ...late, text: 'measurements are out of order, and were sorted' },
      { what: 'twice' as const, ...again, text: 'times come again, and the mean of their values is taken' },
      { what: 'no-number' as const, ...odd, text: 'values are no finite numbers, and became gaps' },
    ].filter(({ count: often }) => often > 0),
  };
}

function none(): Tally {
  return { count: 0, first: 0 };
}

function count(tally: Tally, index: number): void {
  tally.first = tally.count === 0 ? index : Math.min(tally.first, index);
  tally.count++;
}

function distinct(times: Float64Array): Float64Array {
  return times.filter((at, index) => at !== times[index - 1]);
}

/** The mean of what falls into each step; null where nothing does. Means of the largest numbers stay finite. */
function meansOf(
  length: number,
  { times, values }: Ordered,
  placeOf: (atMs: number) => number,
): readonly (number | null)[] {
  const means = Array.from<number | null>({ length }).fill(null);
  const counts = new Uint32Array(length);
  for (let index = 0; index < times.length; index++) {
    const [atMs = 0, value = Number.NaN] = [times[index], values[index]];
    if (!Number.isFinite(value)) continue;
    const place = placeOf(atMs);
    const known = (counts[place] = (counts[place] ?? 0) + 1);
    const mean = means[place] ?? 0;
    means[place] = known === 1 ? value : mean + (value / known - mean / known);
  }
  return means;
}
