import type { Client } from '@temporalio/client';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lazyClient, temporalSettings } from '../../../clients/temporal/temporal.ts';
import type { Restartable } from '../../../stack/restartable.ts';
import { restartableNightshift, restartableProgram, restartableTemporal } from '../../../demo/restartable.ts';
import { acquire } from '../../../stack/acquire.ts';
import { temporal } from '../../../stack/components/temporal.ts';
import { freePort } from '../../../stack/running/free-port.ts';
import { progress } from '../scene.ts';
import { bundleWorkflows } from '../temporal/temporal-env.ts';
import { startControl } from './control.ts';
import { isOnRecord } from './records.ts';
import type { ServiceMode } from './settings.ts';
import { crashConfig, targetOf } from './settings.ts';
import { WatchedService } from './watched-service.ts';

const workerMain = fileURLToPath(new URL('worker/main.ts', import.meta.url));

/** What may die. */
export const victims = ['worker', 'trigger', 'temporal'] as const;
export type Victim = (typeof victims)[number];

/** What a service is like. */
interface ServiceTraits {
  /** Whether it becomes healthy when everything is switched on. */
  readonly heals: boolean;
  /** `auto` unless given. */
  readonly mode?: ServiceMode;
}

/** Everything real that a repair needs, each part a process of its own that may be killed. */
export interface CrashWorld {
  readonly folder: string;
  readonly temporal: Restartable;
  readonly trigger: Restartable;
  readonly worker: Restartable;
  readonly client: Client;
  readonly webhookUrl: string;
  readonly auditFile: string;
  /** A service that nobody has touched yet. */
  aService(traits: ServiceTraits): WatchedService;
  /** Starts one more worker beside the first. */
  startSpare(): Promise<Restartable>;
  close(): Promise<void>;
}

/**
 * Bundles the workflows of crash tests into a file, once for every world.
 *
 * @param entry the name of the entry's file in `workflows/` beside this folder.
 */
export async function bundleForCrashes(folder: string, entry = 'three-actions'): Promise<string> {
  const { code } = await bundleWorkflows(fileURLToPath(new URL(`../workflows/${entry}.ts`, import.meta.url)));
  const file = join(folder, `${entry}.js`);
  await writeFile(file, code);
  return file;
}

/** Starts a world of its own, with workflows from {@link bundleForCrashes}. */
export async function openCrashWorld(bundleFile: string): Promise<CrashWorld> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-crash-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const control = await startControl();
  cleanup.defer(() => control.close());

  const [port, uiPort, triggerPort] = [await freePort(), await freePort(), await freePort()];
  const [temporalAddress, auditFile] = [`127.0.0.1:${port}`, join(folder, 'audit.jsonl')];
  const server = await restartableTemporal(await acquire(temporal, progress), { port, uiPort, folder });
  cleanup.defer(() => server.stop());

  const writeConfig = async (name: string, workerPort: number): Promise<string> => {
    const file = join(folder, `${name}.yaml`);
    await writeFile(file, crashConfig({ control: control.url, auditFile, triggerPort, workerPort }));
    return file;
  };
  const spares = new AsyncDisposableStack();
  cleanup.use(spares);
  const startWorker = async (name: string): Promise<Restartable> => {
    const workerPort = await freePort();
    const args = [workerMain, await writeConfig(name, workerPort), bundleFile, control.url];
    const env = { TEMPORAL_ADDRESS: temporalAddress };
    const worker = await restartableProgram(name, { folder, args, env, port: workerPort });
    spares.defer(() => worker.stop());
    return worker;
  };
  const worker = await startWorker('worker');
  const configFile = await writeConfig('trigger', 0);
  const trigger = await restartableNightshift('trigger', { folder, configFile, temporalAddress, port: triggerPort });
  cleanup.defer(() => trigger.stop());
  const client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: temporalAddress }));
  cleanup.defer(() => client.connection.close());

  let services = 0;
  const kept = cleanup.move();
  return {
    folder,
    temporal: server,
    trigger,
    worker,
    client,
    webhookUrl: `http://127.0.0.1:${triggerPort}/webhooks/alertmanager`,
    auditFile,
    aService({ heals, mode = 'auto' }) {
      const target = targetOf(mode, services++);
      const service = new WatchedService(target, heals, (...effect) => isOnRecord(auditFile, ...effect));
      control.watch(service);
      return service;
    },
    startSpare: () => startWorker('spare'),
    close: () => kept.disposeAsync(),
  };
}
