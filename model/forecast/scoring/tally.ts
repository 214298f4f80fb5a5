import { percentilesOf } from '../../scorecard/percentiles.ts';
import type { PredictionOutcome } from '../predicting/prediction-result.ts';
import { predictionOutcomes } from '../predicting/prediction-result.ts';
import type { Scored, ScoredValues, WithinCounts } from './scored.ts';

/** When limits were reached that had been foreseen. */
interface Timing {
  readonly leadMs: number;
  readonly errorMs: number;
}

/** What is counted of one model. */
export interface Tally {
  readonly outcomes: Readonly<Record<PredictionOutcome, number>>;
  /** Limits that were reached, by whether a prediction was raised in time. */
  readonly foreseen: number;
  readonly missed: number;
  readonly near: WithinCounts;
  readonly far: WithinCounts;
  readonly errors: ScoredValues['errors'];
  readonly timings: readonly Timing[];
}

/** What a tally says; null where there is nothing to say it of. */
export interface Score {
  readonly outcomes: Tally['outcomes'];
  /** Of the predictions that were judged, those that came true or were averted by a repair. */
  readonly precision: number | null;
  /** Of the limits that were reached, or would have been, those that were foreseen in time. */
  readonly recall: number | null;
  readonly missed: number;
  readonly medianLeadMs: number | null;
  /** Between when a limit was expected to be reached and when it was. */
  readonly medianErrorMs: number | null;
  readonly compared: number;
  /** Of the values that were forecast, those within their interval: near, far, and all of them. */
  readonly nearCoverage: number | null;
  readonly farCoverage: number | null;
  readonly coverage: number | null;
  /** The mean absolute error in that of the seasonal naive forecast. */
  readonly scaledError: number | null;
}

/** Of one day: a median of many is that of some. */
const maxTimings = 20;

const none: WithinCounts = { compared: 0, within: 0 };

/** Nothing counted yet. */
export const emptyTally: Tally = {
  outcomes: Object.fromEntries(predictionOutcomes.map((outcome) => [outcome, 0])) as Tally['outcomes'],
  foreseen: 0,
  missed: 0,
  near: none,
  far: none,
  errors: { count: 0, sum: 0 },
  timings: [],
};

/** Counts one thing more. */
export function count(tally: Tally, scored: Scored): Tally {
  switch (scored.kind) {
    case 'limit':
      return scored.foreseen ? { ...tally, foreseen: tally.foreseen + 1 } : { ...tally, missed: tally.missed + 1 };
    case 'values':
      return addTallies(tally, { ...emptyTally, near: scored.near, far: scored.far, errors: scored.errors });
    case 'prediction': {
      const { outcome, leadMs, errorMs } = scored;
      const outcomes = { ...tally.outcomes, [outcome]: tally.outcomes[outcome] + 1 };
      const timings = leadMs === null || errorMs === null ? [] : [{ leadMs, errorMs }];
      return { ...tally, outcomes, timings: [...tally.timings, ...timings].slice(-maxTimings) };
    }
  }
}

/** Both together. */
export function addTallies(one: Tally, other: Tally): Tally {
  const outcomes = predictionOutcomes.map((outcome) => [outcome, one.outcomes[outcome] + other.outcomes[outcome]]);
  return {
    outcomes: Object.fromEntries(outcomes) as Tally['outcomes'],
    foreseen: one.foreseen + other.foreseen,
    missed: one.missed + other.missed,
    near: addWithin(one.near, other.near),
    far: addWithin(one.far, other.far),
    errors: { count: one.errors.count + other.errors.count, sum: one.errors.sum + other.errors.sum },
    timings: [...one.timings, ...other.timings],
  };
}

/** How many predictions say something about how good they are. */
export function judgedOf({ outcomes }: Pick<Tally, 'outcomes'>): number {
  return rightOf({ outcomes }) + outcomes.receded + outcomes['false-alarm'];
}

/** Works out what a tally says. */
export function scoreOf(tally: Tally): Score {
  const { outcomes, foreseen, missed, near, far, errors, timings } = tally;
  const all = addWithin(near, far);
  // What a repair kept from being reached was foreseen as well.
  const found = foreseen + outcomes.averted;
  return {
    outcomes,
    precision: share(rightOf(tally), judgedOf(tally)),
    recall: share(found, found + missed),
    missed,
    medianLeadMs: percentilesOf(timings.map(({ leadMs }) => leadMs))?.p50 ?? null,
    medianErrorMs: percentilesOf(timings.map(({ errorMs }) => errorMs))?.p50 ?? null,
    compared: all.compared,
    nearCoverage: share(near.within, near.compared),
    farCoverage: share(far.within, far.compared),
    coverage: share(all.within, all.compared),
    scaledError: share(errors.sum, errors.count),
  };
}

function rightOf({ outcomes }: Pick<Tally, 'outcomes'>): number {
  return outcomes['came-true'] + outcomes.averted;
}

function addWithin(one: WithinCounts, other: WithinCounts): WithinCounts {
  return { compared: one.compared + other.compared, within: one.within + other.within };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
