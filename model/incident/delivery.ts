import type { Alert } from '../alert/alert.ts';
import { alertSources } from '../alert/alert.ts';
import { normaliseTimestamp } from '../alert/timestamp.ts';
import type { RunbookName } from '../names.ts';
import { runbookNames } from '../names.ts';
import type { Target } from '../target.ts';
import { isCanonicalPath } from '../target.ts';
import type { TimelineEntry } from './timeline.ts';
import { timelineEvents } from './timeline.ts';
import { isObject, isOneOf, isText, isTexts } from '../shapes.ts';

/** One alert on its way to its incident, with what correlation found. */
export interface Delivery {
  readonly alert: Alert;
  readonly target: Target | null;
  /** The runbook that a route asks for. */
  readonly runbook: RunbookName | null;
}

/**
 * Reads what a signal carried. Anyone who may signal can send anything, and a value of a wrong shape
 * inside a workflow's state would wedge it later, far from its cause.
 *
 * @returns undefined unless every part has the right shape.
 */
export function readDeliveries(value: unknown): readonly Delivery[] | undefined {
  return Array.isArray(value) && value.every(isDelivery) ? value : undefined;
}

/** Whether a value is a timeline entry that can be shown. */
export function isTimelineEntry(value: unknown): value is TimelineEntry {
  return isObject(value) && isIsoTime(value['at']) && isText(value['text']) && isOneOf(timelineEvents, value['event']);
}

function isDelivery(value: unknown): value is Delivery {
  if (!isObject(value) || !isAlert(value['alert'])) return false;
  const { target, runbook } = value;
  return (
    (target === null || (isText(target) && isCanonicalPath(target))) &&
    (runbook === null || isOneOf(runbookNames, runbook))
  );
}

function isAlert(value: unknown): value is Alert {
  if (!isObject(value)) return false;
  const { source, fingerprint, status, labels, annotations, startsAt, endsAt } = value;
  return (
    isOneOf(alertSources, source) &&
    isText(fingerprint) &&
    /^[0-9a-f]{16}$/.test(fingerprint) &&
    (status === 'firing' || status === 'resolved') &&
    isTexts(labels) &&
    isTexts(annotations) &&
    isTimestamp(startsAt) &&
    (endsAt === null || isTimestamp(endsAt))
  );
}

/** Only normalised times: others would not sort, and would be foreign text where a time is shown. */
function isTimestamp(value: unknown): boolean {
  return isText(value) && normaliseTimestamp(value) === value;
}

function isIsoTime(value: unknown): boolean {
  return isText(value) && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value);
}
