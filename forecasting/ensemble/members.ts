import type { AutoregressionTerms } from '../autoregression/autoregression.ts';
import type { Rhythms } from '../autoregression/lags.ts';
import { allLags, ascending, changeLags, nearLags, seasonalLags } from '../autoregression/lags.ts';
import type { ScaleKind } from '../autoregression/scale.ts';
import type { Forecaster } from '../forecaster.ts';
import { localTrend } from '../models/local-trend.ts';
import type { Middle } from './profiles.ts';

/** One simple forecast of which the ensemble takes the median. */
export type Member =
  | { readonly kind: 'autoregression'; readonly terms: AutoregressionTerms }
  | { readonly kind: 'season'; readonly season: number }
  | { readonly kind: 'profile'; readonly season: number; readonly seasons: number; readonly middle: Middle }
  | { readonly kind: 'forecaster'; readonly forecaster: Forecaster };

/** Every member, by its name. */
const memberNames = [
  'all-lags',
  'all-lags-linear',
  'all-lags-rank',
  'day',
  'day-change',
  'day-change-linear',
  'day-change-rank',
  'day-mean',
  'day-median',
  'days-median',
  'local-trend',
  'near-lags-rank',
  'seasonal-lags',
  'seasonal-lags-linear',
  'seasonal-lags-rank',
  'step-change',
  'week',
  'week-change',
  'week-change-rank',
  'week-mean',
  'week-median',
  'weeks-lags',
  'wide-lags-rank',
] as const;
export type MemberName = (typeof memberNames)[number];

/** What a member is for a history with these rhythms. The names speak of hours: a day and a week are short and long. */
export function memberOf(name: MemberName, rhythms: Rhythms): Member {
  const { short } = rhythms;
  const long = rhythms.long ?? short;
  switch (name) {
    case 'all-lags':
      return regression(allLags(rhythms), 'logarithm');
    case 'all-lags-linear':
      return regression(allLags(rhythms), 'linear');
    case 'all-lags-rank':
      return regression(allLags(rhythms), 'rank');
    case 'day':
      return { kind: 'season', season: short };
    case 'day-change':
      return regression(changeLags(rhythms), 'logarithm', short);
    case 'day-change-linear':
      return regression(changeLags(rhythms), 'linear', short);
    case 'day-change-rank':
      return regression(changeLags(rhythms), 'rank', short);
    case 'day-mean':
      return { kind: 'profile', season: short, seasons: 3, middle: 'mean' };
    case 'day-median':
      return { kind: 'profile', season: short, seasons: 7, middle: 'median' };
    case 'days-median':
      return { kind: 'profile', season: short, seasons: 14, middle: 'median' };
    case 'local-trend':
      return { kind: 'forecaster', forecaster: localTrend };
    case 'near-lags-rank':
      return regression(nearLags(rhythms), 'rank', 0, 10);
    case 'seasonal-lags':
      return regression(seasonalLags(rhythms), 'logarithm');
    case 'seasonal-lags-linear':
      return regression(seasonalLags(rhythms), 'linear');
    case 'seasonal-lags-rank':
      return regression(seasonalLags(rhythms), 'rank');
    case 'step-change':
      return regression(seasonalLags(rhythms, 1), 'logarithm', 1);
    case 'week':
      return { kind: 'season', season: long };
    case 'week-change':
      return regression(ascending(nearLags(rhythms), [2 * short]), 'logarithm', long);
    case 'week-change-rank':
      return regression(ascending(nearLags(rhythms), [2 * short]), 'rank', long);
    case 'week-mean':
      return { kind: 'profile', season: long, seasons: 4, middle: 'mean' };
    case 'week-median':
      return { kind: 'profile', season: long, seasons: 4, middle: 'median' };
    case 'weeks-lags':
      return regression(ascending(seasonalLags(rhythms, 1), [2 * long - 1, 2 * long, 2 * long + 1]), 'logarithm');
    case 'wide-lags-rank':
      return regression(seasonalLags(rhythms, 1), 'rank', 0, 10);
  }
}

function regression(lags: readonly number[], scale: ScaleKind, difference = 0, ridge = 1): Member {
  return { kind: 'autoregression', terms: { lags, difference, scale, ridge } };
}
