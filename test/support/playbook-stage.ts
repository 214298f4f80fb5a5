import type { Client } from '@temporalio/client';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { lazyClient, temporalSettings } from '../../clients/temporal/temporal.ts';
import type { Restartable } from '../../demo/restartable.ts';
import { restartableNightshift, restartableTemporal } from '../../demo/restartable.ts';
import type { Target } from '../../model/target.ts';
import { playbookTarget } from '../../model/playbook/playbook.ts';
import { acquire } from '../../stack/acquire.ts';
import { temporal } from '../../stack/components/temporal.ts';
import type { Host } from '../../stack/host/host.ts';
import type { RemoteHost } from '../../stack/remote-host.ts';
import { startRemoteHost } from '../../stack/remote-host.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { aPlaybookFile, ansibleCommand } from './playbooks.ts';
import { progress } from './scene.ts';
import { aBody, aBodyAlert } from './webhook-bodies.ts';

/** A playbook of the stage: what it does, what takes that back, and the file on the host that proves that it helped. */
interface StagedPlaybook {
  readonly tasks: readonly object[];
  readonly undo?: readonly object[];
  readonly proof: string;
  readonly timeout?: string;
  readonly mode?: 'approve';
}

/** Nightshift's own processes, Temporal and a host, all real, with playbooks that alerts of their name call for. */
export interface PlaybookStage extends AsyncDisposable {
  readonly client: Client;
  readonly host: Host;
  readonly worker: Restartable;
  readonly fileOf: (name: string) => string;
  /** Sends the alert that calls for a playbook, and says what target that has. */
  readonly fire: (name: string) => Promise<{ readonly target: Target }>;
}

/** Starts everything. */
export async function setPlaybookStage(playbooks: Readonly<Record<string, StagedPlaybook>>): Promise<PlaybookStage> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-playbooks-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const remote = await startRemoteHost({ folder: join(folder, 'web-1'), progress });
  cleanup.defer(remote.stop);

  const [port, uiPort, triggerPort, workerPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const installation = await acquire(temporal, progress, { ...process.env, TEMPORAL_ADDRESS: undefined });
  const server = await restartableTemporal(installation, { port, uiPort, folder });
  cleanup.defer(() => server.stop());

  const described = await Promise.all(
    Object.entries(playbooks).map(([name, staged]) => describe(folder, name, staged)),
  );
  const configFile = join(folder, 'nightshift.yaml');
  const settings = settingsFor(remote, { folder, triggerPort, workerPort });
  const modes = Object.entries(playbooks).flatMap(([name, { mode }]) =>
    mode ? [{ target: playbookTarget({ host: 'web-1', name }), mode }] : [],
  );
  const ansible = { command: await ansibleCommand() };
  const policy = { ...settings.policy, modes: [...modes, { mode: 'auto' }] };
  await writeFile(configFile, stringify({ ...settings, policy, ansible, playbooks: described }));

  const temporalAddress = `127.0.0.1:${port}`;
  const worker = await restartableNightshift('worker', { folder, configFile, temporalAddress, port: workerPort });
  cleanup.defer(() => worker.stop());
  const trigger = await restartableNightshift('trigger', { folder, configFile, temporalAddress, port: triggerPort });
  cleanup.defer(() => trigger.stop());
  const client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: temporalAddress }));
  cleanup.defer(() => client.connection.close());
  const kept = cleanup.move();
  return {
    client,
    host: remote.host,
    worker,
    fileOf: (name) => join(folder, name, 'do.yml'),
    async fire(name) {
      const body = aBody({ alerts: [aBodyAlert({ labels: { alertname: name }, startsAt: new Date().toISOString() })] });
      const url = `http://127.0.0.1:${triggerPort}/webhooks/alertmanager`;
      const headers = { 'content-type': 'application/json' };
      const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
      if (status >= 300) throw new Error(`the alert was answered with ${status}`);
      return { target: playbookTarget({ host: 'web-1', name }) };
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** What the configuration says of a playbook, whose files are written into a folder of its own. */
async function describe(folder: string, name: string, { tasks, undo, proof, timeout = '60s' }: StagedPlaybook) {
  await mkdir(join(folder, name));
  await aPlaybookFile(join(folder, name), 'do.yml', tasks);
  if (undo) await aPlaybookFile(join(folder, name), 'undo.yml', undo);
  return {
    name,
    host: 'web-1',
    file: `${name}/do.yml`,
    undo: undo ? `${name}/undo.yml` : false,
    match: { alertname: name },
    proof: [{ command: ['test', '-e', proof] }],
    timeout,
  };
}

function settingsFor(
  { ssh }: RemoteHost,
  { folder, triggerPort, workerPort }: Readonly<Record<'triggerPort' | 'workerPort', number>> & { folder: string },
) {
  const { port, account: user, hostKey, privateKeyFile } = ssh;
  return {
    trigger: { listen: { port: triggerPort } },
    worker: { listen: { port: workerPort } },
    audit: { file: join(folder, 'audit.jsonl') },
    evidence: { folder: join(folder, 'evidence') },
    hosts: [
      { name: 'web-1', ssh: { address: '127.0.0.1', port, user, hostKeys: [hostKey], key: { file: privateKeyFile } } },
    ],
    policy: {
      verification: { within: '2s', hold: '500ms', checks: 1 },
      guard: { coolDown: '0s' },
    },
  };
}
