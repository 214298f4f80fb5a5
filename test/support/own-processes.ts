import type { Client } from '@temporalio/client';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { lazyClient, temporalSettings } from '../../clients/temporal/temporal.ts';
import type { Restartable } from '../../stack/restartable.ts';
import { restartableNightshift, restartableTemporal } from '../../demo/restartable.ts';
import { acquire } from '../../stack/acquire.ts';
import { temporal } from '../../stack/components/temporal.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { progress } from './scene.ts';
import { aBody, aBodyAlert } from './trigger/webhook-bodies.ts';

/** Temporal, a worker and a trigger as processes of their own. */
interface OwnProcesses {
  readonly configFile: string;
  readonly client: Client;
  readonly temporalAddress: string;
  readonly worker: Restartable;
  /** Where the worker serves its metrics. */
  readonly workerUrl: string;
  /** Sends an alert, as Alertmanager would. */
  readonly alert: (alert: Parameters<typeof aBodyAlert>[0]) => Promise<void>;
}

/**
 * Starts them on free ports, with these settings and all that they write in one folder.
 *
 * @param cleanup ends them.
 */
export async function startOwnProcesses(
  folder: string,
  cleanup: AsyncDisposableStack,
  settings: object,
): Promise<OwnProcesses> {
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()] as const;
  const [port, uiPort, triggerPort, workerPort] = ports;
  const configFile = join(folder, 'nightshift.yaml');
  const places = {
    trigger: { listen: { port: triggerPort } },
    worker: { listen: { port: workerPort } },
    audit: { file: join(folder, 'audit.jsonl') },
    evidence: { folder: join(folder, 'evidence') },
  };
  await writeFile(configFile, stringify({ ...places, ...settings }));

  const program = await acquire(temporal, progress, { ...process.env, TEMPORAL_ADDRESS: undefined });
  const server = await restartableTemporal(program, { port, uiPort, folder });
  cleanup.defer(() => server.stop());
  const temporalAddress = `127.0.0.1:${port}`;
  const worker = await restartableNightshift('worker', { folder, configFile, temporalAddress, port: workerPort });
  cleanup.defer(() => worker.stop());
  const trigger = await restartableNightshift('trigger', { folder, configFile, temporalAddress, port: triggerPort });
  cleanup.defer(() => trigger.stop());
  const client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: temporalAddress }));
  cleanup.defer(() => client.connection.close());
  return {
    configFile,
    client,
    temporalAddress,
    worker,
    workerUrl: `http://127.0.0.1:${workerPort}`,
    async alert(alert) {
      const body = JSON.stringify(aBody({ alerts: [aBodyAlert(alert)] }));
      const headers = { 'content-type': 'application/json' };
      const url = `http://127.0.0.1:${triggerPort}/webhooks/alertmanager`;
      const { status } = await fetch(url, { method: 'POST', headers, body });
      if (status !== 200) throw new Error(`the webhook answers ${status}`);
    },
  };
}
