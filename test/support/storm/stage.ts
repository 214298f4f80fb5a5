import type { Client } from '@temporalio/client';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { lazyClient, temporalSettings } from '../../../clients/temporal/temporal.ts';
import { acquire } from '../../../stack/acquire.ts';
import type { RunningTemporal } from '../../../stack/components/temporal.ts';
import { temporal } from '../../../stack/components/temporal.ts';
import type { StartedChild } from '../../../stack/running/child-process.ts';
import { startChild } from '../../../stack/running/child-process.ts';
import { freePort } from '../../../stack/running/free-port.ts';
import { answersHttp } from '../../../stack/running/ready.ts';
import { progress } from '../scene.ts';
import { containerOf } from './containers.ts';
import type { Fleet } from './fleet.ts';
import type { World } from './world.ts';
import { openWorld } from './world.ts';

/** The caps under which a storm is met. */
interface StormCaps {
  readonly parallel: number;
  readonly perHour: number;
  /** How long a repair waits for its turn, such as `4m`. */
  readonly patience: string;
}

/**
 * Everything real: a Temporal server with its data in a file, a trigger and a worker, each a process of its own with the
 * settings that they are deployed with.
 */
export interface Stage {
  readonly folder: string;
  readonly world: World;
  readonly server: RunningTemporal;
  readonly client: Client;
  readonly webhookUrl: string;
  readonly workerUrl: string;
  /** The most memory that each process has held until now, in MiB. */
  readonly peakMemory: () => { readonly trigger: number; readonly worker: number };
  readonly close: () => Promise<void>;
}

const cli = fileURLToPath(new URL('../../../cli/nightshift.ts', import.meta.url));

/** Starts everything; the services of the fleet are down, and nobody has said so yet. */
export async function openStage(fleet: Fleet, caps: StormCaps): Promise<Stage> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-storm-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const world = await openWorld(fleet.services, folder);
  cleanup.defer(() => world.close());
  const program = await acquire(temporal, progress);
  const [databaseFile, logFile] = [join(folder, 'temporal.db'), join(folder, 'temporal.log')];
  const server = await temporal.start(program, { ui: false, databaseFile, logFile });
  cleanup.defer(() => server.stop());

  const [configFile, triggerPort, workerPort] = [join(folder, 'nightshift.yaml'), await freePort(), await freePort()];
  const auditFile = join(folder, 'audit.jsonl');
  await writeFile(configFile, configOf(fleet, world, { ...caps, triggerPort, workerPort, auditFile }));
  const begin = async (role: 'worker' | 'trigger', port: number): Promise<StartedChild> => {
    const child = await startChild({
      name: `nightshift ${role}`,
      command: process.execPath,
      args: [cli, '--config', configFile, role],
      env: {
        ...process.env,
        ...containerOf(role).environment,
        TEMPORAL_ADDRESS: server.address,
        STORM_PEOPLE: world.peopleUrl,
      },
      logFile: join(folder, `${role}.log`),
      ready: () => answersHttp(`http://127.0.0.1:${port}/readyz`),
    });
    cleanup.defer(() => child.stop());
    return child;
  };
  const worker = await begin('worker', workerPort);
  const trigger = await begin('trigger', triggerPort);
  const client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: server.address }));
  cleanup.defer(() => client.connection.close());
  const kept = cleanup.move();
  return {
    folder,
    world,
    server,
    client,
    webhookUrl: `http://127.0.0.1:${triggerPort}/webhooks/alertmanager`,
    workerUrl: `http://127.0.0.1:${workerPort}`,
    peakMemory: () => ({ trigger: peakMemoryOf(trigger.pid), worker: peakMemoryOf(worker.pid) }),
    close: () => kept.disposeAsync(),
  };
}

interface Settings extends StormCaps {
  readonly triggerPort: number;
  readonly workerPort: number;
  readonly auditFile: string;
}

function configOf({ racks, hosts, services }: Fleet, world: World, settings: Settings): string {
  const { triggerPort, workerPort, auditFile, parallel, perHour, patience } = settings;
  return stringify({
    trigger: { listen: { port: triggerPort } },
    worker: { listen: { port: workerPort } },
    audit: { file: auditFile },
    services: services.map((service) => ({
      name: service.name,
      host: service.host,
      match: { job: service.name },
      probe: { http: world.probeUrl(service), timeout: '10s' },
      restart: world.restart(service),
    })),
    policy: {
      modes: [{ runbook: 'service-down', mode: 'auto' }],
      verification: { within: '1m', hold: '1s', checks: 2 },
      // What joins a service that was repaired before the storm was known has it looked at once more, each time.
      incident: { holdDown: '30s', clearWithin: '30m', maxAttempts: 10 },
      guard: {
        patience,
        parallel,
        perHour: { runbook: perHour, domain: perHour },
        // Busy workers let a rack ask in bursts: a lull between two of them must not look like the end of its storm.
        storm: { targets: 15, within: '1m', coolDown: '2m' },
        domains: racks.map((rack) => ({
          name: rack,
          targets: hosts.filter((host) => host.rack === rack).map(({ target }) => target),
        })),
      },
    },
    channels: [{ type: 'webhook', url: { env: 'STORM_PEOPLE' } }],
  });
}

/** As the kernel has counted it: no sample can miss a peak. */
function peakMemoryOf(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}
