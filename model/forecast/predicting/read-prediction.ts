import type { Labels } from '../../alert/alert.ts';
import { forecasterNames, runbookNames } from '../../names.ts';
import { weekdays } from '../../standing/maintenance.ts';
import { isCanonicalPath } from '../../target.ts';
import type { Crossing, Limit } from '../crossing.ts';
import type { Prediction, PredictionTerms } from '../prediction.ts';

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
    isLabels(series) &&
    isPath(incident) &&
    (target === null || isPath(target)) &&
    isLimit(limit) &&
    isTextOrNull(unit) &&
    isTime(value['madeAtMs']) &&
    isNumber(value['value']) &&
    (crossing === null || isCrossing(crossing)) &&
    isSpan(horizonMs) &&
    (everyMs === undefined || (isSpan(everyMs) && everyMs > 0)) &&
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
    isSpan(leastLeadMs) &&
    isSpan(urgentWithinMs) &&
    (hours === null || isWeekly(hours)) &&
    Number.isSafeInteger(recedesAfter) &&
    Number(recedesAfter) >= 1 &&
    isText(alertname) &&
    isLabels(labels) &&
    (annotations === undefined || isLabels(annotations)) &&
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

function isLabels(value: unknown): value is Labels {
  return isObject(value) && Object.values(value).every(isText);
}

function isPath(value: unknown): boolean {
  return isText(value) && isCanonicalPath(value);
}

/** What `Date` can write. */
function isTime(value: unknown): value is number {
  return isNumber(value) && value >= 0 && value < 8.64e15;
}

function isSpan(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

function isShare(value: unknown): boolean {
  return isNumber(value) && value >= 0 && value <= 1;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isOneOf(list: readonly string[], value: unknown): boolean {
  return isText(value) && list.includes(value);
}
