import type { History } from '../forecaster.ts';
import { meanOf } from '../history/statistics.ts';
import { hiddenSteps, historyUntil, originsOf } from '../intervals/origins.ts';
import type { CandidateSet } from './candidate-sets.ts';
import { candidateSets, firstCandidate } from './candidate-sets.ts';
import { medianForecast } from './combine.ts';
import { continueMember, fitMembers, onTodaysLevel } from './fitted-member.ts';
import type { MemberName } from './members.ts';

/** The candidate that would have done best from moments of the past; the first where there is none to judge by. */
export function chooseCandidate(history: History, steps: number): CandidateSet {
  const candidates = candidateSets.filter(({ suits }) => suits?.(history) ?? true);
  const hidden = hiddenSteps(history.values.length, steps);
  const origins = originsOf(history.values.length, hidden);
  const errors = candidates.map(() => 0);
  for (const origin of origins) {
    const past = onTodaysLevel(historyUntil(history, origin, hidden));
    const actual = history.values.subarray(origin, origin + hidden);
    const forecasts = new Map<MemberName, Float64Array>();
    for (const [nth, { members, handicap }] of candidates.entries()) {
      const forecast = medianForecast(members.flatMap((name) => forecastOf(name, past, hidden, forecasts)));
      errors[nth] =
        (errors[nth] ?? 0) + handicap * meanOf(actual.map((value, at) => Math.abs(value - (forecast[at] ?? 0))));
    }
  }
  const least = Math.min(...errors);
  return candidates[errors.indexOf(least)] ?? firstCandidate;
}

/** Each member is asked once an origin, however many candidates it belongs to. */
function forecastOf(
  name: MemberName,
  past: History,
  steps: number,
  known: Map<MemberName, Float64Array>,
): readonly Float64Array[] {
  const before = known.get(name);
  if (before) return [before];
  const [member] = fitMembers([name], past);
  if (!member) return [];
  const forecast = continueMember(member, steps, past.columns);
  known.set(name, forecast);
  return [forecast];
}
