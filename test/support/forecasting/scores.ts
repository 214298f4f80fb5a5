import type { ScoredLimit, ScoredPrediction, ScoredValues } from '../../../model/forecast/scoring/scored.ts';

const day = 24 * 60 * 60_000;

/** The first moment of a day on which tests score. */
export const scoringDay = Date.UTC(2026, 0, 10);

/** So many days after it. */
export function daysOn(count: number): number {
  return scoringDay + count * day;
}

let ids = 0;

/** A prediction of nine hours ahead that came true an hour late, unless told otherwise. */
export function aScoredPrediction(given: Partial<ScoredPrediction> = {}): ScoredPrediction {
  const outcome = given.outcome ?? 'came-true';
  const isTrue = outcome === 'came-true';
  return {
    kind: 'prediction',
    id: `prediction-${ids++}`,
    model: 'ensemble',
    atMs: scoringDay,
    raisedAtMs: given.atMs ?? scoringDay,
    outcome,
    leadMs: isTrue ? 10 * 3_600_000 : null,
    errorMs: isTrue ? 3_600_000 : null,
    ...given,
  };
}

/** A limit that nobody foresaw, unless told otherwise. */
export function aScoredLimit(given: Partial<ScoredLimit> = {}): ScoredLimit {
  return { kind: 'limit', id: `limit-${ids++}`, model: 'ensemble', atMs: scoringDay, foreseen: false, ...given };
}

/** A hundred values, of which 95 lay in their interval, unless told otherwise. */
export function someScoredValues(given: Partial<ScoredValues> = {}): ScoredValues {
  return {
    kind: 'values',
    id: `values-${ids++}`,
    model: 'ensemble',
    atMs: scoringDay,
    near: { compared: 60, within: 58 },
    far: { compared: 40, within: 37 },
    errors: { count: 100, sum: 80 },
    ...given,
  };
}
