import { forecasterNames, runbookNames } from '../../names.ts';
import { weekdays } from '../../local-time/weekly.ts';
import { isCanonicalPath } from '../../target.ts';
import type { Crossing, Limit } from '../crossing.ts';
import type { Prediction, PredictionTerms } from '../prediction.ts';
import { isAmount, isNumber, isObject, isOneOf, isText, isTextOrNull, isTexts } from '../../shapes.ts';

/** A prediction is short: more would fill a history that gets one with each forecast. */
const maxLength = 32 * 1_024;

/**
 * Reads what a signal carried. Anyone who may signal can send anything, and a value of a wrong shape inside a workflow's state
 * would wedge it later, far from its cause.
 *
 * @returns undefined unless every part has the right shape.
 */
export function readPrediction(value: unknown): Prediction | undefined {
  return isPrediction(value) && JSON.stringify(value).length <= maxLength ? value : undefined;
}

function isPrediction(value: unknown): value is Prediction {
  if (!isObject(value)) return false;
  const {
    forecast,
    series,
    incident,
    target,
    limit,
    unit,
    crossing,
    horizonMs,
    everyMs,
    model,
    standIn,
    picture,
    terms,
  } = value;
  return (
    isText(forecast) &&
    isTexts(series) &&
    isPath(incident) &&
    (target === null || isPath(target)) &&
    isLimit(limit) &&
    isTextOrNull(unit) &&
    isTime(value['madeAtMs']) &&
    isNumber(value['value']) &&
    (crossing === null || isCrossing(crossing)) &&
    isAmount(horizonMs) &&
    (everyMs === undefined || (isAmount(everyMs) && everyMs > 0)) &&
    isOneOf(forecasterNames, model) &&
    (standIn === undefined || isText(standIn)) &&
    isTextOrNull(picture) &&
    isTerms(terms)
  );
}

function isCrossing(value: unknown): value is Crossing {
  if (!isObject(value)) return false;
  const { atMs, earliestMs, latestMs, probability } = value;
  return (
    isTime(atMs) &&
    isTime(earliestMs) &&
    earliestMs <= atMs &&
    (latestMs === null || (isTime(latestMs) && atMs <= latestMs)) &&
    isShare(probability)
  );
}

function isTerms(value: unknown): value is PredictionTerms {
  if (!isObject(value)) return false;
  const { leastLeadMs, urgentWithinMs, hours, recedesAfter, alertname, labels, annotations, owner, runbook } = value;
  return (
    isShare(value['confidence']) &&
    isAmount(leastLeadMs) &&
    isAmount(urgentWithinMs) &&
    (hours === null || isWeekly(hours)) &&
    Number.isSafeInteger(recedesAfter) &&
    Number(recedesAfter) >= 1 &&
    isText(alertname) &&
    isTexts(labels) &&
    (annotations === undefined || isTexts(annotations)) &&
    isTextOrNull(owner) &&
    (runbook === null || isOneOf(runbookNames, runbook))
  );
}

function isWeekly(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kind, days, from, to, timeZone } = value;
  return (
    kind === 'weekly' &&
    Array.isArray(days) &&
    days.every((day) => isOneOf(weekdays, day)) &&
    [from, to, timeZone].every(isText)
  );
}

function isLimit(value: unknown): value is Limit {
  return isObject(value) && isOneOf(['above', 'below'], value['direction']) && isNumber(value['value']);
}

function isPath(value: unknown): boolean {
  return isText(value) && isCanonicalPath(value);
}

/** What `Date` can write. */
function isTime(value: unknown): value is number {
  return isNumber(value) && value >= 0 && value < 8.64e15;
}

function isShare(value: unknown): boolean {
  return isNumber(value) && value >= 0 && value <= 1;
}
