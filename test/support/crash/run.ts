import { setTimeout as sleep } from 'node:timers/promises';
import { readIncident } from '../../../clients/temporal/incident-directory.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { incidentWorkflowId, remediationWorkflowId } from '../../../model/names.ts';
import { aBody, aBodyAlert } from '../trigger/webhook-bodies.ts';
import { resultsOf } from './records.ts';
import { labelsOf } from './settings.ts';
import type { WatchedService } from './watched-service.ts';
import type { CrashWorld, Victim } from './world.ts';

/** Who is killed where. */
interface Crash {
  readonly point: string;
  readonly victim: Victim;
}

/** What is left when a repair has come to its end. */
export interface PlayedRun {
  readonly service: WatchedService;
  readonly record: IncidentRecord;
  /** The results that the audit has of the repair's actions, in order. */
  readonly results: readonly string[];
  readonly crashed: boolean;
}

const patienceMs = 200_000;

/** Has an alert of a fresh service answered to its end, and kills somebody on the way, once. */
export async function playRun(world: CrashWorld, heals: boolean, crash?: Crash): Promise<PlayedRun> {
  const service = world.aService({ heals });
  let restarting: Promise<void> | undefined;
  service.atPoint = async (point) => {
    if (point !== crash?.point || restarting) return true;
    const victim = world[crash.victim];
    const killed = victim.kill();
    restarting = killed.then(() => victim.start());
    await killed;
    return crash.victim !== 'worker';
  };

  await service.at('delivery before');
  await deliver(world, service);
  await service.at('delivery after');
  const record = await untilOver(world, service, () => !crash || restarting !== undefined);
  await restarting;
  if (crash) await deliver(world, service);
  return { service, record, results: resultsOf(world.auditFile, service.target), crashed: restarting !== undefined };
}

/** Posts the service's alert as Alertmanager does: again until it is answered with 2xx. */
export async function deliver({ webhookUrl }: CrashWorld, { target }: WatchedService): Promise<void> {
  const labels = { ...labelsOf(target), alertname: 'ServiceDown', severity: 'critical' };
  const body = JSON.stringify(aBody({ alerts: [aBodyAlert({ labels })] }));
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const answer = await fetch(webhookUrl, { ...request, signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(250);
  }
  throw new Error(`the alert of ${target} was not accepted`);
}

/** Waits until the incident has come to an end, and nothing of it is under way any more. */
export async function untilOver(
  { client }: CrashWorld,
  { target, passed }: WatchedService,
  isReady: () => boolean = () => true,
): Promise<IncidentRecord> {
  const deadline = Date.now() + patienceMs;
  let last: IncidentRecord | undefined;
  while (Date.now() < deadline) {
    const isOver = await client.connection
      .withDeadline(Date.now() + 2_000, async () => {
        last = await readIncident(client, target);
        const incident = await client.workflow.getHandle(incidentWorkflowId(target)).describe();
        const repair = await client.workflow.getHandle(remediationWorkflowId(target)).describe();
        const isIdle = (incident.raw.pendingActivities ?? []).length === 0 && repair.status.name !== 'RUNNING';
        return isIdle && (last?.status === 'resolved' || last?.status === 'escalated');
      })
      .catch(() => false);
    if (isOver && isReady() && last) return last;
    await sleep(400);
  }
  throw new Error(`${target} is ${last?.status ?? 'unknown'} still; it has passed ${[...passed].join(', ')}`);
}
