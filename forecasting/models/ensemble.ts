import type { ForecasterState } from '../../model/forecast/forecast.ts';
import { weightedMedian } from '../ensemble/combine.ts';
import type { FittedMember } from '../ensemble/fitted-member.ts';
import { continueMember, fitMembers } from '../ensemble/fitted-member.ts';
import type { MemberName } from '../ensemble/members.ts';
import { memberNames } from '../ensemble/members.ts';
import type { Weights } from '../ensemble/weigh.ts';
import { weighMembers } from '../ensemble/weigh.ts';
import type { Forecaster, History } from '../forecaster.ts';
import { lastMsOf } from '../history/last-ms.ts';

const name = 'ensemble';
const version = 2;
/** Weights hold for so long; then the series may have become another. */
const weightsHoldMs = 24 * 3_600_000;

/** What an ensemble has decided and learned. Only the weights are stored: the members learn anew in milliseconds. */
interface EnsembleData {
  readonly weights: Weights;
  readonly weighedAtMs: number;
  readonly members: readonly FittedMember[];
}

/**
 * The default: the weighted median of simple forecasts, which count by how well each would have done from moments of the
 * past. They are weighed anew when the weights are a day old.
 */
export const ensemble: Forecaster = {
  name,
  version,
  train(history) {
    const weights = weighMembers(history, history.horizon ?? 2 * (history.seasons[0] ?? 1));
    return stateOf(history, weights, lastMsOf(history));
  },
  update(state, history) {
    const { weights, weighedAtMs } = dataOf(state);
    const isOld = lastMsOf(history) - weighedAtMs > weightsHoldMs;
    return isOld ? ensemble.train(history) : stateOf(history, weights, weighedAtMs);
  },
  kept(state) {
    return { ...state, data: { ...dataOf(state), members: [] } satisfies EnsembleData };
  },
  chosen: (state) => heaviestOf(dataOf(state).weights),
  forecast(state, steps, columns) {
    const { weights, members } = dataOf(state);
    const forecasts = members.map((member) => ({
      forecast: continueMember(member, steps, columns),
      weight: weights[member.name] ?? 1,
    }));
    return weightedMedian(forecasts);
  },
};

function stateOf(history: History, weights: Weights, weighedAtMs: number): ForecasterState {
  const known: readonly MemberName[] = [...memberNames, 'local-trend'];
  const counted = fitMembers(
    known.filter((member) => weights[member] !== undefined),
    history,
  );
  // A history may have become too short for those that count.
  const members = counted.length > 0 ? counted : fitMembers(memberNames, history);
  const data: EnsembleData = { weights, weighedAtMs, members };
  return { model: name, version, trainedToMs: lastMsOf(history), data };
}

/** The member that counts most, for people; the first of equals. */
function heaviestOf(weights: Weights): string {
  const [first, ...others] = Object.entries(weights).toSorted(([, one], [, other]) => other - one);
  return others.length > 0 ? `mostly ${first?.[0]}` : (first?.[0] ?? '');
}

function dataOf({ data }: ForecasterState): EnsembleData {
  return data as EnsembleData;
}
