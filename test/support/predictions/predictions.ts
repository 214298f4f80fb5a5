import type { Crossing } from '../../../model/forecast/crossing.ts';
import type { Prediction, PredictionTerms } from '../../../model/forecast/prediction.ts';
import type { Weekly } from '../../../model/standing/maintenance.ts';
import { predictionWorkflowId } from '../../../model/forecast/running/ids.ts';
import type { Target } from '../../../model/target.ts';
import { diskTarget } from '../../../model/host/cleaning.ts';

const hour = 60 * 60_000;

/** Some hours of every day. */
export const officeHours: Weekly = {
  kind: 'weekly',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '17:00',
  timeZone: 'Europe/Berlin',
};

/** What a test may say of a prediction, whose times are counted from the moment at which it was made. */
export interface PredictionOverrides extends Partial<Omit<Prediction, 'crossing' | 'terms'>> {
  readonly terms?: Partial<PredictionTerms>;
  /** In how many hours the limit is reached; null where it is not. Nine unless given. */
  readonly inHours?: number | null;
  readonly probability?: number;
}

/** A disk that is full in nine hours, forecast every hour, of which anybody may hear at any time of the day. */
export function aPrediction({
  terms,
  inHours = 9,
  probability = 0.92,
  ...given
}: PredictionOverrides = {}): Prediction {
  const madeAtMs = given.madeAtMs ?? Date.UTC(2026, 0, 1, 12);
  const target = diskTarget({ host: 'db-3', path: '/data' });
  return {
    forecast: 'disks',
    series: { instance: 'db-3:9100', mountpoint: '/data' },
    incident: given.target ?? target,
    target,
    limit: { direction: 'above', value: 100 },
    unit: 'percent',
    madeAtMs,
    value: 81.25,
    crossing: inHours === null ? null : aCrossing(madeAtMs, inHours, probability),
    horizonMs: 24 * hour,
    everyMs: hour,
    model: 'ensemble',
    picture: null,
    ...given,
    terms: {
      confidence: 0.8,
      leastLeadMs: hour,
      urgentWithinMs: 2 * hour,
      hours: null,
      recedesAfter: 2,
      alertname: 'DiskWillBeFull',
      labels: { team: 'storage' },
      owner: 'ann',
      runbook: 'disk-cleanup',
      ...terms,
    },
  };
}

/** The workflow id of {@link aPrediction} about another target. */
export function playedPredictionId(target: Target): string {
  return predictionWorkflowId(aPrediction().forecast, target, 'above-used');
}

function aCrossing(madeAtMs: number, inHours: number, probability: number): Crossing {
  const atMs = madeAtMs + inHours * hour;
  return { atMs, earliestMs: Math.max(madeAtMs, atMs - 2 * hour), latestMs: atMs + 2 * hour, probability };
}
