import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoService } from '../demo-service.ts';
import { follow } from '../follow.ts';
import type { Scene } from '../scene.ts';
import { tellEntry, tellQuote, tellVerdict } from '../screen.ts';
import { killOnStage } from './kill.ts';

const reportWithinMs = 15_000;

/** A service dies and its program is gone; Nightshift tries, finds that it did not help, and prepares the escalation. */
export async function actOfEscalation(scene: Scene, service: DemoService): Promise<boolean> {
  await service.loseProgram();
  const startedAt = await killOnStage(scene, service);
  const record = await follow(scene, service, ({ status }) => status === 'escalated', {
    tell: (entry) => tellEntry(startedAt, entry),
  });
  if (record?.outcome?.kind !== 'escalated') return tellVerdict(false, 'the incident was not escalated');
  const logs = await reportedLogs(scene, service);
  if (logs.length === 0) return tellVerdict(false, 'it was escalated, but people got no log');
  tellQuote('the log that the report to the operators carries:', logs.slice(-5));
  return tellVerdict(true, 'not repairable by a restart: escalated with the log at hand');
}

/** Waits for the report that the console channel writes: it is sent when the incident says already that it is escalated. */
async function reportedLogs(scene: Scene, service: DemoService): Promise<readonly string[]> {
  const deadline = Date.now() + reportWithinMs;
  for (;;) {
    const logs = await logsOfReport(scene, service);
    if (logs.length > 0 || Date.now() > deadline) return logs;
    await sleep(200);
  }
}

/** Reads the log excerpt off the report, as far as it is written. */
async function logsOfReport(scene: Scene, service: DemoService): Promise<readonly string[]> {
  const written = (await readFile(`${scene.folder}/worker.log`, 'utf8')).split('\n').slice(0, -1);
  const lines = written.filter((line) => line.startsWith('{'));
  const reports = lines.map((line) => JSON.parse(line) as { report?: string; incidentId?: string; logs?: string });
  const report = reports.find(({ report: kind, incidentId }) => kind === 'escalated' && incidentId === service.target);
  return report?.logs?.split('\n').filter(Boolean) ?? [];
}
