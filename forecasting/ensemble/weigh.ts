import type { History } from '../forecaster.ts';
import { meanOf } from '../history/statistics.ts';
import { hiddenSteps, historyUntil, originsOf } from '../intervals/origins.ts';
import { growthKindOf } from '../trend/growth-kind.ts';
import { weightedMedian } from './combine.ts';
import { continueMember, fitMembers } from './fitted-member.ts';
import type { MemberName } from './members.ts';
import { memberNames } from './members.ts';

/** How much each member counts, the best of them 1; those that are not named do not count. */
export type Weights = Readonly<Partial<Record<MemberName, number>>>;

/** A member with twice the error of the best counts a sixteenth: the median needs many, and none that always fails. */
const power = 4;
/** What counts less is not worth the time it takes. */
const leastWeight = 0.05;

/**
 * The local trend is taken alone up to so much of the error of the median. Where giving back has stopped, the past was different
 * and says little: only one that was clearly worse is not believed there.
 */
const mostOfMedian = { growing: 0.95, stopped: 1.25 } as const;

const localTrendAlone: Weights = { 'local-trend': 1 };

/**
 * Weighs the members by their mean absolute errors from moments of the past; all count alike where there are none to judge
 * by. What grows and is given back is left to the local trend, unless the median of the others would have been better.
 */
export function weighMembers(history: History, steps: number): Weights {
  const growth = growthKindOf(history);
  if (growth === 'none') return weightsOf(trialsOf(memberNames, history, steps));
  const trials = trialsOf([...memberNames, 'local-trend'], history, steps);
  const weights = weightsOf(trials);
  const ofMedian = meanOf(trials.map((trial) => errorOf(medianIn(trial, weights), trial)));
  return errorIn(trials, 'local-trend') <= mostOfMedian[growth] * ofMedian ? localTrendAlone : weights;
}

/** What each member expected from one moment of the past, and what came. */
interface MembersTrial {
  readonly forecasts: ReadonlyMap<MemberName, Float64Array>;
  readonly actual: Float64Array;
}

function trialsOf(names: readonly MemberName[], history: History, steps: number): readonly MembersTrial[] {
  const hidden = hiddenSteps(history.values.length, steps);
  return originsOf(history.values.length, hidden).map((origin) => {
    const past = historyUntil(history, origin, hidden);
    const forecasts = fitMembers(names, past).map(
      (member) => [member.name, continueMember(member, hidden, past.columns)] as const,
    );
    return { forecasts: new Map(forecasts), actual: history.values.subarray(origin, origin + hidden) };
  });
}

function weightsOf(trials: readonly MembersTrial[]): Weights {
  const errors = memberNames.map((name) => errorIn(trials, name));
  const least = Math.min(...errors);
  const weights = memberNames.map((name, nth) => {
    const error = errors[nth] ?? 0;
    // Rounded, since it is stored; of none that is wrong at all, the others are not needed.
    return [name, error === least ? 1 : Number(((least / error) ** power).toFixed(3))] as const;
  });
  return Object.fromEntries(weights.filter(([, weight]) => weight >= leastWeight));
}

/** The mean error of a member; it has to have made something of each moment. */
function errorIn(trials: readonly MembersTrial[], name: MemberName): number {
  return meanOf(
    trials.map((trial) => {
      const forecast = trial.forecasts.get(name);
      return forecast ? errorOf(forecast, trial) : Infinity;
    }),
  );
}

function errorOf(forecast: Float64Array, { actual }: MembersTrial): number {
  return meanOf(actual.map((value, step) => Math.abs(value - (forecast[step] ?? 0))));
}

function medianIn({ forecasts }: MembersTrial, weights: Weights): Float64Array {
  const counted = [...forecasts].map(([name, forecast]) => ({ forecast, weight: weights[name] ?? 0 }));
  return weightedMedian(counted.filter(({ weight }) => weight > 0));
}
