import type { Client } from '@temporalio/client';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { lazyClient, temporalSettings } from '../clients/temporal/temporal.ts';
import { restartableNightshift } from '../demo/restartable.ts';
import { freePort } from '../stack/running/free-port.ts';
import type { BenchServer } from './servers.ts';

/** Nightshift's own processes on one server, as they run in production. */
export interface BenchNightshift {
  readonly webhookUrl: string;
  readonly configFile: string;
  /** Where the worker serves its metrics. */
  readonly workerUrl: string;
  /** A client of the same server. */
  readonly client: Client;
  stop(): Promise<void>;
}

/** Starts `nightshift trigger`, and `nightshift worker` unless only the door is wanted. */
export async function startNightshift(
  { address, folder }: BenchServer,
  {
    settings = {},
    hasWorker,
    inspect,
  }: {
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly hasWorker: boolean;
    /** Which of them can be inspected, and where; neither unless given. */
    readonly inspect?: { readonly role: 'trigger' | 'worker'; readonly port: number };
  },
): Promise<BenchNightshift> {
  await using cleanup = new AsyncDisposableStack();
  const [triggerPort, workerPort] = [await freePort(), await freePort()];
  const configFile = join(folder, 'nightshift.yaml');
  const { trigger: ofTrigger, ...others } = settings;
  const own = {
    trigger: { listen: { port: triggerPort }, ...(ofTrigger as object | undefined) },
    worker: { listen: { port: workerPort } },
    audit: { file: join(folder, 'audit.jsonl') },
  };
  await writeFile(configFile, stringify({ ...own, ...others }));
  const start = (role: 'trigger' | 'worker', port: number) => {
    const nodeArguments = inspect?.role === role ? [`--inspect=127.0.0.1:${inspect.port}`] : [];
    return restartableNightshift(role, { folder, configFile, temporalAddress: address, port, nodeArguments });
  };

  if (hasWorker) {
    const worker = await start('worker', workerPort);
    cleanup.defer(() => worker.stop());
  }
  const trigger = await start('trigger', triggerPort);
  cleanup.defer(() => trigger.stop());
  const client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: address }));
  cleanup.defer(() => client.connection.close());

  const kept = cleanup.move();
  const webhookUrl = `http://127.0.0.1:${triggerPort}/webhooks/alertmanager`;
  const workerUrl = `http://127.0.0.1:${workerPort}`;
  return { webhookUrl, workerUrl, configFile, client, stop: () => kept.disposeAsync() };
}
