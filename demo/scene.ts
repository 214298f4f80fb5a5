import type { Client } from '@temporalio/client';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lazyClient, temporalSettings } from '../clients/temporal/temporal.ts';
import { loadConfig } from '../config/load.ts';
import { acquire } from '../stack/acquire.ts';
import type { RunningAlertmanager } from '../stack/components/alertmanager.ts';
import type { RunningPrometheus } from '../stack/components/prometheus.ts';
import { freePort } from '../stack/running/free-port.ts';
import type { Progress } from '../stack/progress.ts';
import type { DemoService } from './demo-service.ts';
import type { DemoHost } from './demo-host.ts';
import { startDemoHost } from './demo-host.ts';
import { createDemoService } from './demo-service.ts';
import type { FillingDisk } from './predict/filling-disk.ts';
import { diskForecast, fillSlowly } from './predict/filling-disk.ts';
import { startAlertmanagers, startPrometheus } from './monitoring.ts';
import type { Restartable } from '../stack/restartable.ts';
import { restartableNightshift, restartableTemporal } from './restartable.ts';
import { nightshiftConfig } from './settings.ts';
import { temporal } from '../stack/components/temporal.ts';

interface SceneOptions {
  readonly serviceNames: readonly string[];
  /** The services whose repair waits for an approval; none unless given. */
  readonly approved?: readonly string[];
  /** By the name of a service: the names of those that it cannot work without. */
  readonly dependsOn?: Readonly<Record<string, readonly string[]>>;
  readonly progress: Progress;
  /** How many Alertmanagers form the cluster; one unless given. */
  readonly alertmanagers?: number;
  readonly alertmanagerArguments?: readonly string[];
  /** How long a repaired service must stay healthy; `6s` unless given. */
  readonly hold?: string;
  /** Parts of the configuration that stand beside those of the scene, such as `people`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether alerts are silenced while they are repaired; not unless given. */
  readonly silences?: boolean;
  /** Whether there is a host that is reached by SSH; not unless given. */
  readonly withHost?: boolean;
  /** Whether its disk has filled up for weeks, and is forecast; not unless given. */
  readonly forecasts?: boolean;
  /** For how long a plan waits for an approval; an hour unless given. */
  readonly approvalDeadline?: string;
}

/** Everything real that an alert passes, on this machine, each part a process of its own. */
export interface Scene {
  readonly folder: string;
  readonly services: readonly DemoService[];
  /** Null where the scene was opened without one. */
  readonly host: DemoHost | null;
  /** Null where nothing is forecast. */
  readonly fillingDisk: FillingDisk | null;
  readonly temporal: Restartable;
  readonly worker: Restartable;
  readonly trigger: Restartable;
  readonly prometheus: RunningPrometheus;
  readonly alertmanagers: readonly RunningAlertmanager[];
  readonly temporalAddress: string;
  readonly uiUrl: string;
  readonly webhookUrl: string;
  readonly client: Client;
  /** Stops every process that the scene started, newest first, and takes its folder away. */
  readonly close: () => Promise<void>;
}

/** Obtains what is missing and starts everything; the services run, and Nightshift is on duty. */
export async function openScene(options: SceneOptions): Promise<Scene> {
  await using cleanup = new AsyncDisposableStack();
  const { progress } = options;
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-scene-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));

  // A server of somebody else is no part of a scene that kills servers.
  const installation = await acquire(temporal, progress, { ...process.env, TEMPORAL_ADDRESS: undefined });
  const [port, uiPort, triggerPort, workerPort, prometheusPort, alertmanagerPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const server = await restartableTemporal(installation, { port, uiPort, folder });
  cleanup.defer(() => server.stop());
  const services = await startServices(options.serviceNames, folder, cleanup);

  const host = options.withHost ? await startDemoHost(folder, cleanup, progress) : null;
  const fillingDisk = host && options.forecasts ? await fillSlowly(host) : null;

  const temporalAddress = `127.0.0.1:${port}`;
  const configFile = join(folder, 'nightshift.yaml');
  const auditFile = join(folder, 'audit.jsonl');
  const { approved = [], dependsOn = {}, hold = '6s', approvalDeadline = '1h', settings = {} } = options;
  const uiUrl = `http://127.0.0.1:${uiPort}`;
  const ports = {
    triggerPort,
    workerPort,
    prometheusPort,
    alertmanagerPort: options.silences ? alertmanagerPort : null,
  };
  const forecasts = fillingDisk ? [diskForecast] : [];
  const policy = { approved, dependsOn, hold, approvalDeadline };
  await writeFile(
    configFile,
    nightshiftConfig({ services, host, forecasts, auditFile, uiUrl, ...ports, ...policy, settings }),
  );
  await host?.allow(loadConfig(configFile, {}));
  const worker = await restartableNightshift('worker', { folder, configFile, temporalAddress, port: workerPort });
  cleanup.defer(() => worker.stop());
  const trigger = await restartableNightshift('trigger', { folder, configFile, temporalAddress, port: triggerPort });
  cleanup.defer(() => trigger.stop());

  const webhookUrl = `http://127.0.0.1:${triggerPort}/webhooks/alertmanager`;
  const alertmanagers = await startAlertmanagers(options.alertmanagers ?? 1, options.alertmanagerArguments ?? [], {
    folder,
    webhookUrl,
    port: alertmanagerPort,
    cleanup,
    progress,
  });
  const prometheus = await startPrometheus({ services, host }, alertmanagers, {
    port: prometheusPort,
    past: fillingDisk?.past ?? [],
    folder,
    cleanup,
    progress,
  });

  const client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: temporalAddress }));
  cleanup.defer(() => client.connection.close());
  const parts = { folder, services, host, fillingDisk, temporal: server, worker, trigger, prometheus, alertmanagers };
  const kept = cleanup.move();
  return { ...parts, temporalAddress, uiUrl, webhookUrl, client, close: () => kept.disposeAsync() };
}

async function startServices(
  names: readonly string[],
  folder: string,
  cleanup: AsyncDisposableStack,
): Promise<readonly DemoService[]> {
  const services = await Promise.all(names.map((name) => createDemoService(name, folder)));
  for (const service of services) {
    cleanup.defer(() => service.kill().catch(() => undefined));
    await service.start();
  }
  return services;
}

/** Where the Temporal UI shows a workflow. */
export function workflowUrl({ uiUrl }: Pick<Scene, 'uiUrl'>, workflowId: string): string {
  return `${uiUrl}/namespaces/default/workflows/${encodeURIComponent(workflowId)}`;
}
