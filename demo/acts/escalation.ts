import { readFile } from 'node:fs/promises';
import type { DemoService } from '../demo-service.ts';
import { follow } from '../follow.ts';
import type { Scene } from '../scene.ts';
import { tellEntry, tellQuote, tellVerdict } from '../screen.ts';
import { killOnStage } from './kill.ts';

/** A service dies and its program is gone; Nightshift tries, finds that it did not help, and prepares the escalation. */
export async function actOfEscalation(scene: Scene, service: DemoService): Promise<boolean> {
  await service.loseProgram();
  const startedAt = await killOnStage(scene, service);
  const record = await follow(scene, service, ({ status }) => status === 'escalated', {
    tell: (entry) => tellEntry(startedAt, entry),
  });
  const good = record?.outcome?.kind === 'escalated';
  const logs = await escalatedLogs(scene, service);
  if (logs.length > 0) tellQuote('the log that the report to the operators carries:', logs.slice(-5));
  tellVerdict(
    good && logs.length > 0,
    good ? 'not repairable by a restart: escalated with the log at hand' : 'the incident was not escalated',
  );
  return good && logs.length > 0;
}

/** Reads the log excerpt off the report that the console channel wrote. */
async function escalatedLogs(scene: Scene, service: DemoService): Promise<readonly string[]> {
  const lines = (await readFile(`${scene.folder}/worker.log`, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('{'));
  const reports = lines.map((line) => JSON.parse(line) as { report?: string; incidentId?: string; logs?: string });
  const report = reports.find(({ report: kind, incidentId }) => kind === 'escalated' && incidentId === service.target);
  return report?.logs?.split('\n').filter(Boolean) ?? [];
}
