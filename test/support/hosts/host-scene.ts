import type { Client } from '@temporalio/client';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostConfigurationFor, sudoersFor } from '../../../clients/hosts/host-access.ts';
import { loadConfig } from '../../../config/load.ts';
import { hostSettings } from '../../../demo/demo-host.ts';
import type { Restartable } from '../../../stack/restartable.ts';
import type { HostFile } from '../../../stack/host/host.ts';
import type { Program } from '../../../stack/provider.ts';
import type { RemoteHost } from '../../../stack/remote-host.ts';
import { startRemoteHost } from '../../../stack/remote-host.ts';
import { startOwnProcesses } from '../own-processes.ts';
import { progress } from '../scene.ts';

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
  const { configFile, client, worker, alert } = await startOwnProcesses(folder, cleanup, {
    hosts: [{ ...hostSettings(remote), ...told.host }],
    policy,
    ...told.settings,
  });
  const config = loadConfig(configFile, {});
  await remote.host.write('/etc/sudoers', { content: sudoersFor(remote.ssh.account, config), mode: 0o440 });
  await remote.host.write('/etc/nightshift/host.conf', { content: hostConfigurationFor(config) });
  const kept = cleanup.move();
  return {
    remote,
    client,
    worker,
    alert: (labels) => alert({ labels: { severity: 'warning', ...labels } }),
    workerLog: () => readFile(join(folder, 'worker.log'), 'utf8'),
    close: () => kept.disposeAsync(),
  };
}

async function ownPrograms(): Promise<Readonly<Record<string, HostFile>>> {
  const content = await readFile(new URL('../../../deploy/hosts/nightshift-limits', import.meta.url));
  return { '/usr/local/libexec/nightshift-limits': { content, mode: 0o755 } };
}
