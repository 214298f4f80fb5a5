import type { Client } from '@temporalio/client';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { hostConfigurationFor, sudoersFor } from '../../clients/hosts/host-access.ts';
import { lazyClient, temporalSettings } from '../../clients/temporal/temporal.ts';
import { loadConfig } from '../../config/load.ts';
import type { Restartable } from '../../demo/restartable.ts';
import { restartableNightshift, restartableTemporal } from '../../demo/restartable.ts';
import { acquire } from '../../stack/acquire.ts';
import { temporal } from '../../stack/components/temporal.ts';
import type { HostFile } from '../../stack/host/host.ts';
import type { Program } from '../../stack/provider.ts';
import type { RemoteHost } from '../../stack/remote-host.ts';
import { startRemoteHost } from '../../stack/remote-host.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { progress } from './scene.ts';
import { aBody, aBodyAlert } from './webhook-bodies.ts';

interface HostSceneOptions {
  readonly programs?: readonly Program[];
  readonly files?: Readonly<Record<string, HostFile>>;
  /** What nightshift.yaml says of the host beside its name and its SSH. */
  readonly host?: object;
  /** What it says beside that. */
  readonly settings?: object;
}

/** A real host, and Nightshift as processes of their own that may do there what its configuration says, and no more. */
interface HostScene {
  readonly remote: RemoteHost;
  readonly client: Client;
  readonly worker: Restartable;
  /** Sends an alert with these labels, as Alertmanager would. */
  readonly alert: (labels: Readonly<Record<string, string>>) => Promise<void>;
  /** What the worker has written, reports to people among it. */
  readonly workerLog: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const policy = {
  modes: [{ mode: 'auto' }],
  verification: { within: '8s', hold: '1s', checks: 2 },
  incident: { holdDown: '30s', clearWithin: '1m' },
};

/** Starts everything; the host is called web-1, and its programs of ours are installed. */
export async function openHostScene({ programs = [], files = {}, ...told }: HostSceneOptions): Promise<HostScene> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-host-scene-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const remote = await startRemoteHost({
    folder: join(folder, 'web-1'),
    progress,
    programs,
    files: { ...files, ...(await ownPrograms()) },
  });
  cleanup.defer(remote.stop);
  const { ssh, host } = remote;
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()] as const;
  const [port, uiPort, triggerPort, workerPort] = ports;
  const configFile = join(folder, 'nightshift.yaml');
  const way = { address: '127.0.0.1', port: ssh.port, user: ssh.account, hostKeys: [ssh.hostKey] };
  const settings = {
    trigger: { listen: { port: triggerPort } },
    worker: { listen: { port: workerPort } },
    audit: { file: join(folder, 'audit.jsonl') },
    evidence: { folder: join(folder, 'evidence') },
    hosts: [{ name: 'web-1', ssh: { ...way, key: { file: ssh.privateKeyFile } }, ...told.host }],
    policy,
    ...told.settings,
  };
  await writeFile(configFile, stringify(settings));
  const config = loadConfig(configFile, {});
  await host.write('/etc/sudoers', { content: sudoersFor(ssh.account, config), mode: 0o440 });
  await host.write('/etc/nightshift/host.conf', { content: hostConfigurationFor(config) });

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
  const kept = cleanup.move();
  return {
    remote,
    client,
    worker,
    async alert(labels) {
      const alerts = [aBodyAlert({ labels: { severity: 'warning', ...labels } })];
      const body = JSON.stringify(aBody({ alerts }));
      const headers = { 'content-type': 'application/json' };
      const url = `http://127.0.0.1:${triggerPort}/webhooks/alertmanager`;
      const { status } = await fetch(url, { method: 'POST', headers, body });
      if (status !== 200) throw new Error(`the webhook answers ${status}`);
    },
    workerLog: () => readFile(join(folder, 'worker.log'), 'utf8'),
    close: () => kept.disposeAsync(),
  };
}

async function ownPrograms(): Promise<Readonly<Record<string, HostFile>>> {
  const content = await readFile(new URL('../../deploy/hosts/nightshift-limits', import.meta.url));
  return { '/usr/local/libexec/nightshift-limits': { content, mode: 0o755 } };
}
