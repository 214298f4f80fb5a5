import { firingAlerts } from '../../model/incident/incident.ts';
import type { DemoService } from '../demo-service.ts';
import { follow } from '../follow.ts';
import type { Scene } from '../scene.ts';
import { tellEntry, tellVerdict } from '../screen.ts';
import { killOnStage } from './kill.ts';

/** A service dies; Nightshift restarts it, proves that it is healthy, and the alert clears. */
export async function actOfRepair(scene: Scene, service: DemoService): Promise<boolean> {
  const startedAt = await killOnStage(scene, service);
  const record = await follow(
    scene,
    service,
    (incident) => incident.status === 'resolved' && firingAlerts(incident).length === 0,
    { tell: (entry) => tellEntry(startedAt, entry) },
  );
  const good = record?.outcome?.kind === 'resolved-by-us' && (await service.restarts()) === 1;
  return tellVerdict(
    good,
    good ? 'repaired with one restart, verified, and the alert has cleared' : 'the service was not repaired',
  );
}
