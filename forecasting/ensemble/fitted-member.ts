import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { Autoregression } from '../autoregression/autoregression.ts';
import { continueAutoregression, fitAutoregression } from '../autoregression/autoregression.ts';
import { rhythmsOf } from '../autoregression/lags.ts';
import type { Column, History } from '../forecaster.ts';
import { localTrend } from '../models/local-trend.ts';
import { levelled } from '../history/levelled.ts';
import { ForecastRefusedError } from '../refused.ts';
import type { Level } from './levels.ts';
import { continueLevel, fitLevel } from './levels.ts';
import type { Member, MemberName } from './members.ts';
import { memberOf } from './members.ts';
import { lastSeason, profileOf } from './profiles.ts';

/** What a member has learned, as plain JSON. */
type Learned =
  | { readonly kind: 'autoregression'; readonly fit: Autoregression }
  | { readonly kind: 'level'; readonly level: Level }
  | { readonly kind: 'repeated'; readonly season: readonly number[] }
  | { readonly kind: 'forecaster'; readonly state: ForecasterState };

/** A member that has learned from a history. */
export interface FittedMember {
  readonly name: MemberName;
  readonly learned: Learned;
}

/** Lets members learn from a history; those that can make nothing of it are left out. */
export function fitMembers(names: readonly MemberName[], history: History): readonly FittedMember[] {
  const rhythms = rhythmsOf(history);
  const onTodaysLevel = levelled(history, rhythms.short);
  return names.flatMap((name) => {
    const member = memberOf(name, rhythms);
    try {
      // The local trend sees for itself what has changed.
      return [{ name, learned: learn(member, member.kind === 'forecaster' ? history : onTodaysLevel) }];
    } catch (error) {
      if (error instanceof ForecastRefusedError) return [];
      throw error;
    }
  });
}

function learn(member: Member, history: History): Learned {
  switch (member.kind) {
    case 'autoregression':
      return { kind: member.kind, fit: fitAutoregression(history, member.terms) };
    case 'level':
      return { kind: member.kind, level: fitLevel(history.values, member.terms) };
    case 'season':
      return { kind: 'repeated', season: lastSeason(history.values, member.season) };
    case 'profile':
      return { kind: 'repeated', season: profileOf(history.values, member.season, member.seasons) };
    case 'forecaster':
      return { kind: member.kind, state: member.forecaster.train(history) };
  }
}

/** The steps after the history that the member learned from. */
export function continueMember({ learned }: FittedMember, steps: number, columns: readonly Column[]): Float64Array {
  switch (learned.kind) {
    case 'autoregression':
      return continueAutoregression(learned.fit, steps, columns);
    case 'level':
      return continueLevel(learned.level, steps);
    case 'forecaster':
      return localTrend.forecast(learned.state, steps, columns);
    case 'repeated':
      return Float64Array.from({ length: steps }, (_, step) => learned.season[step % learned.season.length] ?? 0);
  }
}
