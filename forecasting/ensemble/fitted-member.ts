import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { Autoregression } from '../autoregression/autoregression.ts';
import { continueAutoregression, fitAutoregression } from '../autoregression/autoregression.ts';
import { rhythmsOf } from '../autoregression/lags.ts';
import type { Column, History } from '../forecaster.ts';
import { localTrend } from '../models/local-trend.ts';
import { levelled } from '../history/levelled.ts';
import { ForecastRefusedError } from '../refused.ts';
import type { Member, MemberName } from './members.ts';
import { memberOf } from './members.ts';
import { lastSeason, profileOf } from './profiles.ts';

/** What a member has learned, as plain JSON: a regression, one season to repeat, or the state of another forecaster. */
export type FittedMember =
  | { readonly kind: 'autoregression'; readonly fit: Autoregression }
  | { readonly kind: 'repeated'; readonly season: readonly number[] }
  | { readonly kind: 'forecaster'; readonly state: ForecasterState };

/** What members learn from: the history on the level of its last day. */
export function onTodaysLevel(history: History): History {
  return levelled(history, rhythmsOf(history).short);
}

/** Members that have learned from a history; those that can make nothing of it are left out. */
export function fitMembers(names: readonly MemberName[], history: History): readonly FittedMember[] {
  const rhythms = rhythmsOf(history);
  return names.flatMap((name) => {
    try {
      return [fitMember(memberOf(name, rhythms), history)];
    } catch (error) {
      if (error instanceof ForecastRefusedError) return [];
      throw error;
    }
  });
}

function fitMember(member: Member, history: History): FittedMember {
  switch (member.kind) {
    case 'autoregression':
      return { kind: member.kind, fit: fitAutoregression(history, member.terms) };
    case 'season':
      return { kind: 'repeated', season: lastSeason(history.values, member.season) };
    case 'profile':
      return { kind: 'repeated', season: profileOf(history.values, member.season, member.seasons, member.middle) };
    case 'forecaster':
      return { kind: member.kind, state: member.forecaster.train(history) };
  }
}

/** The steps after the history that the member learned from. */
export function continueMember(member: FittedMember, steps: number, columns: readonly Column[]): Float64Array {
  if (member.kind === 'autoregression') return continueAutoregression(member.fit, steps, columns);
  if (member.kind === 'forecaster') return localTrend.forecast(member.state, steps, columns);
  const { season } = member;
  return Float64Array.from({ length: steps }, (_, step) => season[step % season.length] ?? 0);
}
