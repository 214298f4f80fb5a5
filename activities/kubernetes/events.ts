import type { CoreV1Event } from '@kubernetes/client-node';
import type { Cluster } from '../../clients/kubernetes/cluster.ts';
import { timeOf } from '../../model/kubernetes/api-time.ts';
import type { ObjectRef } from '../../model/kubernetes/object.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

/** One event of one object, however often it came. Texts are masked and on one line. */
export interface SeenEvent {
  readonly about: string;
  readonly isWarning: boolean;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** ISO 8601, UTC; null where the event bears no time. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
}

const mostEvents = 100;

/** The events about one object, the newest first. Those of what is in no namespace are kept in `default`. */
export function eventsAbout(
  api: Cluster,
  { namespace, kind, name }: Pick<ObjectRef, 'namespace' | 'kind' | 'name'>,
): Promise<readonly SeenEvent[]> {
  return readEvents(api, namespace ?? 'default', `involvedObject.kind=${kind},involvedObject.name=${name}`);
}

/** The events of a namespace that a selector of fields finds, the newest first. */
export async function readEvents(api: Cluster, namespace: string, fields: string): Promise<readonly SeenEvent[]> {
  const { items } = await api.list('Event', { namespace, fields, most: mostEvents });
  return items.map(seenEvent).toSorted(newerFirst);
}

/** Reads one event. Who repeats one counts in it, or in its series. */
export function seenEvent(event: CoreV1Event): SeenEvent {
  const { involvedObject, type, reason, message, count, series, firstTimestamp, lastTimestamp, eventTime } = event;
  const firstAt = timeOf(firstTimestamp ?? eventTime ?? event.metadata.creationTimestamp);
  return {
    about: maskedLine(`${involvedObject.kind ?? 'object'} ${involvedObject.name ?? ''}`, 300),
    isWarning: (type || 'Normal') !== 'Normal',
    reason: maskedLine(reason ?? 'unknown', 80),
    message: maskedLine((message ?? '').slice(0, 2_000), 300),
    count: series?.count ?? count ?? 1,
    firstAt,
    lastAt: timeOf(series?.lastObservedTime ?? lastTimestamp) ?? firstAt,
  };
}

export function newerFirst(one: SeenEvent, other: SeenEvent): number {
  return (other.lastAt ?? '').localeCompare(one.lastAt ?? '');
}

/** An event as one line. */
export function eventLine({ about, reason, message, count, lastAt }: SeenEvent): string {
  return `${lastAt ?? ''} ${reason} of ${about}${count > 1 ? `, ${count} times` : ''}: ${message}`.trim();
}
