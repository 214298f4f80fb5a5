import type { AutoregressionTerms } from '../autoregression/autoregression.ts';
import type { Rhythms } from '../autoregression/lags.ts';
import { allLags, ascending, changeLags, nearLags, seasonalLags } from '../autoregression/lags.ts';
import type { ScaleKind } from '../autoregression/scale.ts';
import type { Forecaster } from '../forecaster.ts';
import { localTrend } from '../models/local-trend.ts';
import type { LevelTerms } from './levels.ts';

/** One simple forecast of those that the ensemble is made of. */
export type Member =
  | { readonly kind: 'autoregression'; readonly terms: AutoregressionTerms }
  | { readonly kind: 'level'; readonly terms: LevelTerms }
  | { readonly kind: 'season'; readonly season: number }
  | { readonly kind: 'profile'; readonly season: number; readonly seasons: number }
  | { readonly kind: 'forecaster'; readonly forecaster: Forecaster };

/** The members of which the median is taken. An odd number: without anything to judge by, one of them is in the middle. */
export const memberNames = [
  'all-lags',
  'all-lags-linear',
  'day',
  'day-change',
  'day-change-linear',
  'day-fading',
  'day-median',
  'days-median',
  'near-lags-rank',
  'step-change',
  'week-change-rank',
  'week-fading',
  'week-lasting',
  'week-late',
  'week-median',
] as const;
/** And the one that stands alone. */
export type MemberName = (typeof memberNames)[number] | 'local-trend';

/** What a member is for a history with these rhythms. The names speak of hours: a day and a week are short and long. */
export function memberOf(name: MemberName, rhythms: Rhythms): Member {
  const { short } = rhythms;
  const long = rhythms.long ?? short;
  switch (name) {
    case 'all-lags':
      return regression(allLags(rhythms), 'logarithm');
    case 'all-lags-linear':
      return regression(allLags(rhythms), 'linear');
    case 'day':
      return { kind: 'season', season: short };
    case 'day-change':
      return regression(changeLags(rhythms), 'logarithm', short);
    case 'day-change-linear':
      return regression(changeLags(rhythms), 'linear', short);
    case 'day-fading':
      return { kind: 'level', terms: { level: 'fading', scale: 'rank', day: short, season: short } };
    case 'day-median':
      return { kind: 'profile', season: short, seasons: 7 };
    case 'days-median':
      return { kind: 'profile', season: short, seasons: 14 };
    case 'local-trend':
      return { kind: 'forecaster', forecaster: localTrend };
    case 'near-lags-rank':
      return regression(nearLags(rhythms), 'rank', 0, 10);
    case 'step-change':
      return regression(seasonalLags(rhythms, 1), 'logarithm', 1);
    case 'week-change-rank':
      return regression(ascending(nearLags(rhythms), [2 * short]), 'rank', long);
    case 'week-fading':
      return { kind: 'level', terms: { level: 'fading', scale: 'rank', day: short, season: long } };
    case 'week-lasting':
      return { kind: 'level', terms: { level: 'lasting', scale: 'rank', day: short, season: long } };
    case 'week-late':
      return { kind: 'level', terms: { level: 'late', scale: 'logarithm', day: short, season: long } };
    case 'week-median':
      return { kind: 'profile', season: long, seasons: 4 };
  }
}

function regression(lags: readonly number[], scale: ScaleKind, difference = 0, ridge = 1): Member {
  return { kind: 'autoregression', terms: { lags, difference, scale, ridge } };
}
