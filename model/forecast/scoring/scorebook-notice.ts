import type { ForecasterName } from '../../names.ts';
import { forecasterNames } from '../../names.ts';
import { predictionOutcomes } from '../predicting/prediction-result.ts';
import type { Demotion } from './demotion.ts';
import type { Scorebook } from './scorebook.ts';
import { keptDays, modelsIn, tallyOf } from './scorebook.ts';
import type { Score } from './tally.ts';
import { scoreOf } from './tally.ts';
import { isNumber, isObject, isOneOf } from '../../shapes.ts';

/** How one model did. */
export interface ModelScore extends Score {
  readonly model: ForecasterName;
}

/** What the memo of a scorebook shows to whoever asks, without a worker: sums alone, below two kilobytes for usual forecasts. */
export interface ScorebookNotice {
  readonly days: number;
  readonly models: readonly ModelScore[];
  readonly demotions: readonly Demotion[];
}

/** Sums a scorebook up. */
export function noticeOf(book: Scorebook): ScorebookNotice {
  const models = modelsIn(book).map((model) => ({ model, ...scoreOf(tallyOf(book, model)) }));
  return { days: keptDays, models, demotions: book.demotions };
}

/** Reads what a memo carried, which anyone who may start a workflow can write; undefined unless it has the right shape. */
export function readScorebookNotice(value: unknown): ScorebookNotice | undefined {
  if (!isObject(value) || !isNumber(value['days'])) return undefined;
  const { models, demotions } = value;
  const isRead = isListOf(models, isModelScore) && isListOf(demotions, isDemotion);
  return isRead ? (value as unknown as ScorebookNotice) : undefined;
}

const figures = [
  'precision',
  'recall',
  'medianLeadMs',
  'medianErrorMs',
  'nearCoverage',
  'farCoverage',
  'coverage',
  'scaledError',
] as const satisfies readonly (keyof Score)[];

/** It goes into predictions. */
const maxReasonLength = 200;

function isModelScore(value: unknown): boolean {
  if (!isObject(value) || !isModel(value['model']) || !isNumber(value['missed']) || !isNumber(value['compared']))
    return false;
  const { outcomes } = value;
  if (!isObject(outcomes) || !predictionOutcomes.every((outcome) => isNumber(outcomes[outcome]))) return false;
  return figures.every((figure) => value[figure] === null || isNumber(value[figure]));
}

function isDemotion(value: unknown): boolean {
  if (!isObject(value) || !isModel(value['model'])) return false;
  const { because } = value;
  if (typeof because !== 'string' || because.length > maxReasonLength) return false;
  return [value['sinceMs'], value['untilMs'], value['times']].every(isNumber);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= forecasterNames.length && value.every(isItem);
}

function isModel(value: unknown): boolean {
  return isOneOf(forecasterNames, value);
}
