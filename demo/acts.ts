import { readFile } from 'node:fs/promises';
import type { IncidentRecord } from '../model/incident/incident.ts';
import { firingAlerts } from '../model/incident/incident.ts';
import { incidentWorkflowId } from '../model/names.ts';
import type { DemoService } from './demo-service.ts';
import { follow, incidentOf } from './follow.ts';
import type { Scene } from './scene.ts';
import { tellAct, tellEntry, tellMoment, tellQuote, tellVerdict } from './screen.ts';

const patienceMs = 60_000;

/** A service dies; Nightshift restarts it, proves that it is healthy, and the alert clears. */
export async function actOfRepair(scene: Scene, service: DemoService): Promise<boolean> {
  tellAct('Act 1: a service dies, and a restart helps');
  const record = await killAndFollow(
    scene,
    service,
    (incident) => incident.status === 'resolved' && firingAlerts(incident).length === 0,
  );
  const good = record?.outcome?.kind === 'resolved-by-us' && (await service.restarts()) === 1;
  tellVerdict(
    good,
    good ? 'repaired with one restart, verified, and the alert has cleared' : 'the service was not repaired',
  );
  return good;
}

/** A service dies and its program is gone; Nightshift tries, finds that it did not help, and prepares the escalation. */
export async function actOfEscalation(scene: Scene, service: DemoService): Promise<boolean> {
  tellAct('Act 2: a service dies, and its program is gone');
  await service.loseProgram();
  const record = await killAndFollow(scene, service, ({ status }) => status === 'escalated');
  const good = record?.outcome?.kind === 'escalated';
  const logs = await escalatedLogs(scene, service);
  if (logs.length > 0) tellQuote('the log that the report to the operators carries:', logs.slice(-5));
  tellVerdict(
    good && logs.length > 0,
    good ? 'not repairable by a restart: escalated with the log at hand' : 'the incident was not escalated',
  );
  return good && logs.length > 0;
}

async function killAndFollow(
  scene: Scene,
  service: DemoService,
  isOver: (record: IncidentRecord) => boolean,
): Promise<IncidentRecord | undefined> {
  await service.kill();
  const startedAt = Date.now();
  tellMoment(startedAt, 'killed', `the service ${service.name}, with SIGKILL`);
  tellLink(scene, service);
  return follow(scene, service, isOver, { withinMs: patienceMs, tell: (entry) => tellEntry(startedAt, entry) });
}

/** Reads the log excerpt off the report that the console channel wrote. */
async function escalatedLogs(scene: Scene, service: DemoService): Promise<readonly string[]> {
  const lines = (await readFile(`${scene.folder}/worker.log`, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('{'));
  const reports = lines.map((line) => JSON.parse(line) as { report?: string; incidentId?: string; logs?: string });
  const report = reports.find(
    ({ report: kind, incidentId }) => kind === 'escalated' && incidentId === incidentOf(service),
  );
  return report?.logs?.split('\n').filter(Boolean) ?? [];
}

function tellLink({ uiUrl }: Scene, service: DemoService): void {
  const workflow = encodeURIComponent(incidentWorkflowId(incidentOf(service)));
  tellQuote('its incident in the Temporal UI, once it arrives:', [`${uiUrl}/namespaces/default/workflows/${workflow}`]);
}
