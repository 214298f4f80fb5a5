import { setTimeout as sleep } from 'node:timers/promises';
import { readIncident } from '../clients/temporal/incident-directory.ts';
import type { IncidentRecord } from '../model/incident/incident.ts';
import type { TimelineEntry } from '../model/incident/timeline.ts';
import { serviceTarget } from '../model/target.ts';
import type { DemoService } from './demo-service.ts';
import type { Scene } from './scene.ts';

/** The key of the incident that a demo service would have. */
export function incidentOf(service: DemoService): string {
  return serviceTarget({ host: 'localhost', name: service.name });
}

/**
 * Follows a service's incident until it is as wanted, telling each new entry of its timeline once.
 *
 * @returns its record; undefined when that took too long.
 */
export async function follow(
  scene: Scene,
  service: DemoService,
  isOver: (record: IncidentRecord) => boolean,
  { withinMs, tell = () => undefined }: { readonly withinMs: number; readonly tell?: (entry: TimelineEntry) => void },
): Promise<IncidentRecord | undefined> {
  const deadline = Date.now() + withinMs;
  let told = 0;
  while (Date.now() < deadline) {
    // A worker or a server may be away for a while: that is what some tests are about.
    const record = await readIncident(scene.client, incidentOf(service)).catch(() => undefined);
    const count = record ? record.timeline.left + record.timeline.entries.length : 0;
    if (record && count > told) {
      record.timeline.entries.slice(told - count).forEach(tell);
      told = count;
    }
    if (record && isOver(record)) return record;
    await sleep(200);
  }
  return undefined;
}
