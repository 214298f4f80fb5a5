import type { ForecasterState } from '../../model/forecast/forecast.ts';
import { chooseCandidate } from '../ensemble/choose.ts';
import { candidateSets, firstCandidate } from '../ensemble/candidate-sets.ts';
import { medianForecast } from '../ensemble/combine.ts';
import type { FittedMember } from '../ensemble/fitted-member.ts';
import { continueMember, fitMembers, onTodaysLevel } from '../ensemble/fitted-member.ts';
import type { Forecaster, History } from '../forecaster.ts';
import { lastMsOf } from '../history/last-ms.ts';

const name = 'ensemble';
const version = 1;
/** A choice holds for so long; then the series may have become another. */
const choiceHoldsMs = 24 * 3_600_000;

/** What an ensemble has decided and learned. Only the decision is stored: the members learn anew in milliseconds. */
interface EnsembleData {
  readonly chosen: string;
  readonly chosenAtMs: number;
  readonly members: readonly FittedMember[];
}

/**
 * The default: the median of simple forecasts, of which set is chosen by what would have done best from moments of
 * the past. The choice is made anew when it is a day old.
 */
export const ensemble: Forecaster = {
  name,
  version,
  train(history) {
    const { name: chosen } = chooseCandidate(history, history.horizon ?? 2 * (history.seasons[0] ?? 1));
    return stateOf(history, chosen, lastMsOf(history));
  },
  update(state, history) {
    const { chosen, chosenAtMs } = dataOf(state);
    const isOld = lastMsOf(history) - chosenAtMs > choiceHoldsMs;
    const isKnown = candidateSets.some(({ name: known }) => known === chosen);
    return isOld || !isKnown ? ensemble.train(history) : stateOf(history, chosen, chosenAtMs);
  },
  kept(state) {
    return { ...state, data: { ...dataOf(state), members: [] } satisfies EnsembleData };
  },
  chosen: (state) => dataOf(state).chosen,
  forecast(state, steps, columns) {
    return medianForecast(dataOf(state).members.map((member) => continueMember(member, steps, columns)));
  },
};

function stateOf(history: History, chosen: string, chosenAtMs: number): ForecasterState {
  const { members } = candidateSets.find(({ name: known }) => known === chosen) ?? firstCandidate;
  const data: EnsembleData = { chosen, chosenAtMs, members: fitMembers(members, onTodaysLevel(history)) };
  return { model: name, version, trainedToMs: lastMsOf(history), data };
}

function dataOf({ data }: ForecasterState): EnsembleData {
  return data as EnsembleData;
}
