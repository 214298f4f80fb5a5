import type { ForecasterName } from '../../names.ts';
import { forecasterNames } from '../../names.ts';
import type { PredictionOutcome } from '../predicting/prediction-result.ts';
import { predictionOutcomes } from '../predicting/prediction-result.ts';
import { isAmount, isObject, isOneOf } from '../../shapes.ts';

/** What became of a prediction. */
export interface ScoredPrediction {
  readonly kind: 'prediction';
  /** Tells it from every other: what is told twice counts once. */
  readonly id: string;
  readonly model: ForecasterName;
  /** When it was judged, and when it had been raised; in milliseconds since 1970. */
  readonly atMs: number;
  readonly raisedAtMs: number;
  readonly outcome: PredictionOutcome;
  /** From raising it until the limit was reached, and how far that was from what was expected; null where it was not. */
  readonly leadMs: number | null;
  readonly errorMs: number | null;
}

/** A limit was reached: in time after a prediction of it was raised, or not. */
export interface ScoredLimit {
  readonly kind: 'limit';
  readonly id: string;
  /** The one whose forecasts were to foresee it. */
  readonly model: ForecasterName;
  /** When it was reached. */
  readonly atMs: number;
  readonly foreseen: boolean;
}

/** How many values were compared with the interval that had been forecast for them, and how many lay in it. */
export interface WithinCounts {
  readonly compared: number;
  readonly within: number;
}

/** Values that have been measured since they were forecast. */
export interface ScoredValues {
  readonly kind: 'values';
  readonly id: string;
  readonly model: ForecasterName;
  /** When they were compared. */
  readonly atMs: number;
  /** Of the first quarter of the horizon, and beyond it. */
  readonly near: WithinCounts;
  readonly far: WithinCounts;
  /** Absolute errors, each in those of the seasonal naive forecast of its series, where that has any. */
  readonly errors: { readonly count: number; readonly sum: number };
}

/** What a forecast is scored by. */
export type Scored = ScoredLimit | ScoredPrediction | ScoredValues;

/** More in one message would fill a history. */
export const maxScored = 200;
const maxIdLength = 100;

/**
 * Reads what a signal carried. Anyone who may signal can send anything, and a wrong shape would wedge the workflow later.
 *
 * @returns undefined unless every part has the right shape.
 */
export function readScored(value: unknown): readonly Scored[] | undefined {
  return Array.isArray(value) && value.length <= maxScored && value.every(isScored) ? value : undefined;
}

function isScored(value: unknown): value is Scored {
  if (!isObject(value)) return false;
  const { kind, id, model, atMs } = value;
  if (typeof id !== 'string' || id.length > maxIdLength || !isOneOf(forecasterNames, model) || !isAmount(atMs))
    return false;
  if (kind === 'limit') return typeof value['foreseen'] === 'boolean';
  if (kind === 'values') return isWithin(value['near']) && isWithin(value['far']) && isErrors(value['errors']);
  const { raisedAtMs, outcome, leadMs, errorMs } = value;
  return (
    kind === 'prediction' &&
    isAmount(raisedAtMs) &&
    isOneOf(predictionOutcomes, outcome) &&
    isAmountOrNull(leadMs) &&
    isAmountOrNull(errorMs)
  );
}

function isWithin(value: unknown): boolean {
  return (
    isObject(value) && isCount(value['compared']) && isCount(value['within']) && value['within'] <= value['compared']
  );
}

function isErrors(value: unknown): boolean {
  return isObject(value) && isCount(value['count']) && isAmount(value['sum']);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isAmountOrNull(value: unknown): boolean {
  return value === null || isAmount(value);
}
