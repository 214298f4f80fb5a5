import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { SeenEvent } from '../events.ts';
import { newerFirst, readEvents } from '../events.ts';
import type { Subject } from './subject.ts';
import { ownerUid } from './subject.ts';

/** Pods whose events are asked for; others of the same workload say the same. */
const mostPods = 3;

/** What several checks of one moment ask for is read once. */
const told = new WeakMap<Subject, Promise<readonly SeenEvent[]>>();

/** The events of a workload, of what keeps its sickest pods, and of those; the newest first, equal ones as one. */
export function eventsOf(api: Cluster, subject: Subject): Promise<readonly SeenEvent[]> {
  const reading = told.get(subject) ?? readAnew(api, subject);
  told.set(subject, reading);
  return reading;
}

async function readAnew(api: Cluster, { namespace, workload, pods }: Subject): Promise<readonly SeenEvent[]> {
  const sickest = pods.slice(0, mostPods).map(({ pod }) => pod);
  const uids = new Set([
    workload?.metadata?.uid,
    ...sickest.map(ownerUid),
    ...sickest.map(({ metadata }) => metadata?.uid),
  ]);
  const lists = await Promise.all(
    [...uids].filter((uid) => uid !== undefined).map((uid) => readEvents(api, namespace, `involvedObject.uid=${uid}`)),
  );
  return grouped(lists.flat());
}

function grouped(events: readonly SeenEvent[]): readonly SeenEvent[] {
  const groups = new Map<string, SeenEvent>();
  for (const event of events) {
    const key = JSON.stringify([event.about, event.reason, event.message]);
    const before = groups.get(key);
    groups.set(key, before ? joined(before, event) : event);
  }
  return [...groups.values()].toSorted(newerFirst);
}

function joined(one: SeenEvent, other: SeenEvent): SeenEvent {
  const firsts = [one.firstAt, other.firstAt].filter((at) => at !== null).toSorted();
  const lasts = [one.lastAt, other.lastAt].filter((at) => at !== null).toSorted();
  return { ...one, count: one.count + other.count, firstAt: firsts[0] ?? null, lastAt: lasts.at(-1) ?? null };
}
