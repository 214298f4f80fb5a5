import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pc from 'picocolors';
import { temporalSettings } from '../clients/temporal/temporal.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { createLogger } from '../config/logging.ts';
import { acquire } from '../stack/acquire.ts';
import type { RunningTemporal } from '../stack/components/temporal.ts';
import { temporal } from '../stack/components/temporal.ts';
import { canListen } from '../stack/running/free-port.ts';
import { startTrigger } from '../triggers/start-trigger.ts';
import { startWorker } from '../workers/start-worker.ts';
import type { Env } from './context.ts';
import { print } from './context.ts';

/** Everything that one machine needs, running. */
export interface RunningNightshift {
  readonly webhookUrl: string;
  readonly temporalAddress: string;
  readonly uiUrl: string | undefined;
  /** Rejects when the worker breaks. */
  readonly broken: Promise<never>;
  stop(): Promise<void>;
}

/** The embedded server's own folder: incidents survive a restart of `nightshift start`. */
const dataFolder = '.nightshift';

/** Where Temporal's own tools look for a server and its UI. */
const standardPorts = { server: 7233, ui: 8233 };

/** Starts Temporal unless TEMPORAL_ADDRESS names one, then the worker, then the door. */
export async function startEverything(configFile: string | undefined, env: Env): Promise<RunningNightshift> {
  const config = loadConfig(configFile, env);
  const server = await startTemporal(env);
  const running = await startOn(server, config, env).catch(async (error: unknown) => {
    await temporal.stop(server);
    throw error;
  });
  announce(running);
  return running;
}

async function startTemporal(env: Env): Promise<RunningTemporal> {
  const installation = await acquire(temporal, (line) => console.error(pc.dim(line)), env);
  await mkdir(dataFolder, { recursive: true });
  return temporal.start(installation, {
    databaseFile: join(dataFolder, 'temporal.db'),
    logFile: join(dataFolder, 'temporal.log'),
    ...(await preferred('port', standardPorts.server)),
    ...(await preferred('uiPort', standardPorts.ui)),
  });
}

/** Where clients and people look first; somebody else's server there is no reason not to start. */
async function preferred(name: 'port' | 'uiPort', port: number): Promise<{ port?: number; uiPort?: number }> {
  return (await canListen(port)) ? { [name]: port } : {};
}

async function startOn(server: RunningTemporal, config: Config, env: Env): Promise<RunningNightshift> {
  const settings = temporalSettings({ ...env, TEMPORAL_ADDRESS: server.address });
  const worker = await startWorker(config, settings, createLogger('worker', env));
  const trigger = await startTrigger(config, settings, createLogger('trigger', env));
  return {
    webhookUrl: `${trigger.url}/webhooks/alertmanager`,
    temporalAddress: server.address,
    uiUrl: server.uiUrl,
    broken: neverUnlessRejected(worker.stopped),
    async stop() {
      // The door first: nothing new comes in while the rest drains.
      await trigger.stop();
      await worker.stop();
      await temporal.stop(server);
    },
  };
}

function neverUnlessRejected(stopped: Promise<void>): Promise<never> {
  return new Promise((_resolve, reject) => {
    stopped.catch(reject);
  });
}

function announce({ webhookUrl, temporalAddress, uiUrl }: RunningNightshift): void {
  print(pc.green('Nightshift is on duty.'));
  print(`  alerts    POST ${webhookUrl}`);
  print(
    `  Temporal  ${temporalAddress}${temporalAddress.endsWith(`:${standardPorts.server}`) ? '' : ' (set TEMPORAL_ADDRESS to it for nightshift incidents)'}`,
  );
  if (uiUrl) print(`  UI        ${uiUrl}`);
}
