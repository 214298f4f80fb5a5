import type { Alert, AlertSource, Labels } from './alert.ts';
import { alertName } from './alert.ts';
import { isToldLater, withoutMarks } from '../forecast/predicting/marks.ts';
import { shorten } from '../text/markdown.ts';

/**
 * What an incident remembers of one alert. The newest start and the newest end are kept, nothing
 * else decides whether it fires: taking the larger of two times gives the same answer for any order
 * and any number of deliveries. It also holds where two Alertmanagers name different starts for one
 * firing period, because an end closes every period that began before it.
 */
export interface TrackedAlert {
  readonly name: string;
  /** Who told of it first; missing in records of older runs. */
  readonly source?: AlertSource;
  readonly firedAt: string;
  readonly endedAt: string | null;
  /** Whether nobody has told of the end: it is not known any more where it was silenced. A delivery that says otherwise counts more. */
  readonly endIsPresumed?: true;
  /** The firing period that a remediation has already looked at. */
  readonly handledUpTo: string | null;
  /** Kept for {@link maxDetailedAlerts} alerts at most, those that fire first, so that an incident's state stays small. */
  readonly detail: AlertDetail | null;
}

export interface AlertDetail {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** By fingerprint. */
export type TrackedAlerts = Readonly<Record<string, TrackedAlert>>;

export const maxDetailedAlerts = 20;
/** A fingerprint is 16 bytes and a record under 200, so the state stays far below a payload's 2 MiB. */
export const maxTrackedAlerts = 2_000;
const maxNameLength = 100;
/** Labels are bounded at the door; annotations of one alert share this many characters of an incident's state. */
const maxAnnotationsLength = 8_192;

export type DeliveryEffect = 'joined' | 'fired-again' | 'told-anew' | 'resolved' | 'nothing-new' | 'not-tracked';

/** Adds one delivery and says what it changed. The same delivery twice says `nothing-new`. */
export function trackDelivery(
  tracked: TrackedAlerts,
  alert: Alert,
): { readonly tracked: TrackedAlerts; readonly effect: DeliveryEffect } {
  const before = Object.hasOwn(tracked, alert.fingerprint) ? tracked[alert.fingerprint] : undefined;
  const after = lookedAtAsTwin(tracked, merge(before, alert), alert);
  if (before?.endIsPresumed && alert.status === 'firing' && after.firedAt === before.firedAt) {
    const { endIsPresumed: _was, ...still } = before;
    return { tracked: { ...tracked, [alert.fingerprint]: { ...still, endedAt: null } }, effect: 'fired-again' };
  }
  if (before && after.firedAt === before.firedAt && after.endedAt === before.endedAt) {
    return toldAnew(tracked, before, alert) ?? { tracked, effect: 'nothing-new' };
  }
  const room = before ? tracked : makeRoom(tracked);
  if (!room) return { tracked, effect: 'not-tracked' };
  return { tracked: withDetail({ ...room, [alert.fingerprint]: after }, alert), effect: effectOf(before, after) };
}

/** Whether whoever tracks them knows of the alert, and would take it for over with this delivery. */
export function isOverWith(tracked: TrackedAlerts, alert: Alert): boolean {
  if (!Object.hasOwn(tracked, alert.fingerprint)) return false;
  const after = trackDelivery(tracked, alert).tracked[alert.fingerprint];
  return after !== undefined && !isFiring(after);
}

/** Whether the alert fires now, as far as the deliveries say. */
export function isFiring(alert: TrackedAlert): boolean {
  return alert.endedAt === null || alert.firedAt > alert.endedAt;
}

/** Whether it fires for a period that no remediation has looked at yet. */
export function needsAttention(alert: TrackedAlert): boolean {
  return isFiring(alert) && (alert.handledUpTo === null || alert.firedAt > alert.handledUpTo);
}

/** Notes that a remediation has looked at everything that is known now. */
export function markHandled(tracked: TrackedAlerts): TrackedAlerts {
  return Object.fromEntries(
    Object.entries(tracked).map(([fingerprint, alert]) => [fingerprint, { ...alert, handledUpTo: alert.firedAt }]),
  );
}

function merge(before: TrackedAlert | undefined, alert: Alert): TrackedAlert {
  const firedAt = later(before?.firedAt ?? null, alert.startsAt) ?? alert.startsAt;
  // A resolution always closes its own period, also when clocks disagree and it names an end before the start.
  const end = alert.status === 'resolved' ? later(alert.endsAt, alert.startsAt) : null;
  return {
    name: before?.name ?? shorten(alertName(alert), maxNameLength),
    source: before?.source ?? alert.source,
    firedAt,
    endedAt: later(before?.endedAt ?? null, end),
    handledUpTo: before?.handledUpTo ?? null,
    detail: before?.detail ?? null,
  };
}

/**
 * A prediction says something else with each forecast. What is told of it is kept up to date; that it is known, and was
 * looked at, stays as it is, so that no forecast begins another repair.
 */
function toldAnew(
  tracked: TrackedAlerts,
  before: TrackedAlert,
  { source, fingerprint, annotations }: Alert,
): ReturnType<typeof trackDelivery> | undefined {
  const { detail } = before;
  if (source !== 'nightshift' || !detail || !isToldLater(annotations, detail.annotations)) return undefined;
  const told = { ...before, detail: { ...detail, annotations: whatFits(annotations) } };
  return { tracked: { ...tracked, [fingerprint]: told }, effect: 'told-anew' };
}

/** Labels that say what an alert is about, whoever raises it. */
const namingLabels = ['namespace', 'pod', 'container', 'node', 'deployment', 'job_name', 'condition'];

/**
 * Prometheus and the watch over a cluster raise one alert with different fingerprints. What a remediation has looked at for
 * one of them, and goes on, is no new trouble when the other one tells of it.
 */
function lookedAtAsTwin(tracked: TrackedAlerts, after: TrackedAlert, alert: Alert): TrackedAlert {
  if (!needsAttention(after)) return after;
  const hasTwin = Object.values(tracked).some(
    (other) =>
      other.name === after.name &&
      (other.source === 'kubernetes') !== (after.source === 'kubernetes') &&
      isFiring(other) &&
      !needsAttention(other) &&
      other.detail !== null &&
      isAboutTheSame(other.detail.labels, alert.labels),
  );
  return hasTwin ? { ...after, handledUpTo: after.firedAt } : after;
}

function isAboutTheSame(left: Labels, right: Labels): boolean {
  return namingLabels.every((label) => !left[label] || !right[label] || left[label] === right[label]);
}

/** Keeps what the alert says, if there is room: an alert that has ended gives up its own for one that fires. */
function withDetail(tracked: TrackedAlerts, { source, fingerprint, labels, annotations }: Alert): TrackedAlerts {
  const alert = tracked[fingerprint];
  if (!alert) return tracked;
  if (alert.detail) {
    if (source !== 'nightshift') return tracked;
    // What a prediction says now that it fires again, or is over.
    const retold = { ...alert.detail, annotations: whatFits(annotations) };
    return { ...tracked, [fingerprint]: { ...alert, detail: retold } };
  }
  const detailed = Object.entries(tracked).filter(([, { detail }]) => detail !== null);
  const spare = detailed.find(([, other]) => !isFiring(other));
  const isFull = detailed.length >= maxDetailedAlerts;
  if (isFull && (!spare || !isFiring(alert))) return tracked;
  const freed = isFull && spare ? { [spare[0]]: { ...spare[1], detail: null } } : {};
  return {
    ...tracked,
    ...freed,
    [fingerprint]: { ...alert, detail: { labels, annotations: whatFits(credible(source, annotations)) } },
  };
}

/** Only Nightshift makes predictions: an alert from outside must not pass for one. */
function credible(source: AlertSource, annotations: Labels): Labels {
  return source === 'nightshift' ? annotations : withoutMarks(annotations);
}

/** Whole annotations only, in their order, as long as there is room for them. */
function whatFits(annotations: Labels): Labels {
  let room = maxAnnotationsLength;
  return Object.fromEntries(
    Object.entries(annotations).filter(([name, value]) => {
      room -= name.length + value.length;
      return room >= 0;
    }),
  );
}

function later(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return left > right ? left : right;
}

function effectOf(before: TrackedAlert | undefined, after: TrackedAlert): DeliveryEffect {
  if (!isFiring(after)) return before && !isFiring(before) ? 'nothing-new' : 'resolved';
  if (!before) return 'joined';
  return after.firedAt > before.firedAt ? 'fired-again' : 'nothing-new';
}

/** The alert that ended longest ago makes room; undefined when every one of them fires. */
function makeRoom(tracked: TrackedAlerts): TrackedAlerts | undefined {
  if (Object.keys(tracked).length < maxTrackedAlerts) return tracked;
  const ended = Object.entries(tracked).filter(([, alert]) => !isFiring(alert));
  const oldest = ended.toSorted(([, a], [, b]) => (a.endedAt ?? '').localeCompare(b.endedAt ?? ''))[0];
  if (!oldest) return undefined;
  const { [oldest[0]]: _dropped, ...rest } = tracked;
  return rest;
}
