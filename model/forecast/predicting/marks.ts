import type { Labels } from '../../alert/alert.ts';

/**
 * The annotations by which an alert says that it is a prediction, and what the incident, its runbooks and its proof need of
 * that. The door takes none of them from outside.
 */
export const marks = {
  prediction: 'nightshift_prediction',
  target: 'nightshift_prediction_target',
  madeAt: 'nightshift_prediction_made',
  latest: 'nightshift_prediction_latest',
  everyMs: 'nightshift_prediction_every',
  recedesAfter: 'nightshift_prediction_recedes',
} as const;

/** Annotations without those that only a prediction may have: who sends alerts must not make them one. */
export function withoutMarks(annotations: Labels): Labels {
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => !name.startsWith(marks.prediction)));
}

/** Whether one telling of a prediction was made later than another one. */
export function isToldLater(annotations: Labels, before: Labels): boolean {
  return Number(annotations[marks.madeAt]) > Number(before[marks.madeAt]);
}
