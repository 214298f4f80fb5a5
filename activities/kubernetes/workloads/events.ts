import type { CoreV1Event } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { Subject } from './subject.ts';
import { ownerUid } from './subject.ts';
import { timeOf } from './pod-states.ts';

/** One kind of event of one object, however often it came. */
export interface SeenEvent {
  readonly about: string;
  readonly isWarning: boolean;
  readonly reason: string;
  /** Masked and on one line. */
  readonly message: string;
  readonly count: number;
  /** ISO 8601, UTC; null where the event bears no time. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
}

/** Pods whose events are asked for; others of the same workload say the same. */
const mostPods = 3;
const mostEvents = 100;

/** What several checks of one moment ask for is read once. */
const told = new WeakMap<Subject, Promise<readonly SeenEvent[]>>();

/** The events of a workload, of what keeps its sickest pods, and of those; the newest first, equal ones as one. */
export function eventsOf(api: Cluster, subject: Subject): Promise<readonly SeenEvent[]> {
  const reading = told.get(subject) ?? readEvents(api, subject);
  told.set(subject, reading);
  return reading;
}

async function readEvents(api: Cluster, { namespace, workload, pods }: Subject): Promise<readonly SeenEvent[]> {
  const sickest = pods.slice(0, mostPods).map(({ pod }) => pod);
  const uids = new Set([
    workload?.metadata?.uid,
    ...sickest.map(ownerUid),
    ...sickest.map(({ metadata }) => metadata?.uid),
  ]);
  const lists = await Promise.all(
    [...uids]
      .filter((uid) => uid !== undefined)
      .map((uid) => api.list('Event', { namespace, fields: `involvedObject.uid=${uid}`, most: mostEvents })),
  );
  return grouped(lists.flatMap(({ items }) => items));
}

function grouped(events: readonly CoreV1Event[]): readonly SeenEvent[] {
  const groups = new Map<string, SeenEvent>();
  for (const event of events.map(seenEvent)) {
    const key = JSON.stringify([event.about, event.reason, event.message]);
    const before = groups.get(key);
    groups.set(key, before ? joined(before, event) : event);
  }
  return [...groups.values()].toSorted((one, other) => (other.lastAt ?? '').localeCompare(one.lastAt ?? ''));
}

function seenEvent(event: CoreV1Event): SeenEvent {
  const { involvedObject, type, reason, message, count, series, firstTimestamp, lastTimestamp, eventTime } = event;
  const firstAt = timeOf(firstTimestamp ?? eventTime ?? event.metadata.creationTimestamp);
  return {
    about: `${involvedObject.kind ?? 'object'} ${involvedObject.name ?? ''}`,
    isWarning: type === 'Warning',
    reason: maskedLine(reason ?? 'unknown', 80),
    message: maskedLine((message ?? '').slice(0, 2_000), 300),
    count: series?.count ?? count ?? 1,
    firstAt,
    lastAt: timeOf(series?.lastObservedTime ?? lastTimestamp) ?? firstAt,
  };
}

function joined(one: SeenEvent, other: SeenEvent): SeenEvent {
  const firsts = [one.firstAt, other.firstAt].filter((at) => at !== null).toSorted();
  const lasts = [one.lastAt, other.lastAt].filter((at) => at !== null).toSorted();
  return { ...one, count: one.count + other.count, firstAt: firsts[0] ?? null, lastAt: lasts.at(-1) ?? null };
}
