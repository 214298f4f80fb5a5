import type { CoreV1Event } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { ObjectRef } from '../../../model/kubernetes/object.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';

/** One event about an object, as people want to read it. */
interface ToldEvent {
  /** ISO 8601, UTC; null where the API server does not say. */
  readonly at: string | null;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
}

const mostEvents = 100;

/** The events about one object, oldest first. Those of a node are kept in the namespace `default`. */
export async function eventsAbout(
  api: Cluster,
  { namespace, kind, name }: Pick<ObjectRef, 'namespace' | 'kind' | 'name'>,
): Promise<readonly ToldEvent[]> {
  const fields = `involvedObject.kind=${kind},involvedObject.name=${name}`;
  const { items } = await api.list('Event', { namespace: namespace ?? 'default', fields, most: mostEvents });
  return items.map(toldEvent).toSorted((one, other) => (one.at ?? '').localeCompare(other.at ?? ''));
}

function toldEvent({ eventTime, lastTimestamp, firstTimestamp, type, reason, message, count }: CoreV1Event): ToldEvent {
  const at = lastTimestamp ?? eventTime ?? firstTimestamp;
  return {
    at: at ? new Date(at).toISOString() : null,
    type: type ?? 'Normal',
    reason: maskedLine(reason ?? '', 80),
    message: maskedLine(message ?? '', 300),
    count: count ?? 1,
  };
}

/** An event as one line. */
export function eventLine({ at, type, reason, message, count }: ToldEvent): string {
  const times = count > 1 ? ` (${count} times)` : '';
  return maskedLine(`${at ?? 'at some time'} ${type} ${reason}${times}: ${message}`, 240);
}
