import { setTimeout as sleep } from 'node:timers/promises';
import { readIncident } from '../clients/temporal/incident-directory.ts';
import type { IncidentRecord } from '../model/incident/incident.ts';
import type { TimelineEntry } from '../model/incident/timeline.ts';
import type { DemoService } from './demo-service.ts';
import type { Scene } from './scene.ts';

interface FollowOptions {
  readonly withinMs?: number;
  readonly tell?: (entry: TimelineEntry) => void;
  /** An earlier record, whose entries have been told. */
  readonly after?: IncidentRecord;
}

/**
 * Follows a service's incident until it is as wanted, telling each new entry of its timeline once.
 *
 * @returns its record; undefined when that took too long.
 */
export async function follow(
  scene: Pick<Scene, 'client'>,
  service: Pick<DemoService, 'target'>,
  isOver: (record: IncidentRecord) => boolean,
  { withinMs = 60_000, tell = () => undefined, after }: FollowOptions = {},
): Promise<IncidentRecord | undefined> {
  const deadline = Date.now() + withinMs;
  let told = after ? countOf(after) : 0;
  while (Date.now() < deadline) {
    // A worker or a server may be away for a while: that is what some tests are about.
    const record = await readIncident(scene.client, service.target).catch(() => undefined);
    const count = record ? countOf(record) : 0;
    if (record && count > told) {
      record.timeline.entries.slice(told - count).forEach(tell);
      told = count;
    }
    if (record && isOver(record)) return record;
    await sleep(200);
  }
  return undefined;
}

function countOf({ timeline }: IncidentRecord): number {
  return timeline.left + timeline.entries.length;
}
