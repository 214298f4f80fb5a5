import type { History } from '../forecaster.ts';
import { trendOf } from '../history/statistics.ts';
import type { MemberName } from './members.ts';

/** Members of which the median is one candidate. */
export interface CandidateSet {
  readonly name: string;
  readonly members: readonly MemberName[];
  /** Its error counts so many times: what follows each swing has to be better to be chosen. */
  readonly handicap: number;
  /** Whether it is worth a try; for each history where this is missing. */
  readonly suits?: (history: History) => boolean;
}

/** Taken where nothing can be tried on the past. */
export const firstCandidate: CandidateSet = {
  name: 'calm',
  handicap: 1,
  members: [
    'seasonal-lags',
    'weeks-lags',
    'week',
    'day',
    'week-mean',
    'day-mean',
    'day-change',
    'step-change',
    'week-change',
    'seasonal-lags-rank',
    'day-change-rank',
    'week-median',
  ],
};

/**
 * The candidates. `sharp` follows each rhythm closely and wins on clean load curves, `robust` looks at ranks and medians
 * and wins where spikes lie about, `calm` is between both, and `growing` is for what fills up. The first of equals is chosen.
 */
export const candidateSets: readonly CandidateSet[] = [
  firstCandidate,
  {
    name: 'robust',
    handicap: 1,
    members: [
      'seasonal-lags-rank',
      'near-lags-rank',
      'wide-lags-rank',
      'day-change-rank',
      'week-change-rank',
      'day-median',
      'week-median',
      'days-median',
      'seasonal-lags',
      'day-change',
      'step-change',
      'week-mean',
    ],
  },
  {
    name: 'sharp',
    handicap: 1.05,
    members: [
      'seasonal-lags',
      'all-lags',
      'day-change',
      'week-change',
      'week',
      'day',
      'all-lags-linear',
      'seasonal-lags-linear',
      'day-change-linear',
      'weeks-lags',
      'step-change',
      'week-mean',
      'all-lags-rank',
      'wide-lags-rank',
      'day-change-rank',
    ],
  },
  { name: 'growing', handicap: 1, members: ['local-trend'], suits: ({ values }) => trendOf(values) !== 0 },
];
