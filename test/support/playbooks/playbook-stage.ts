import type { Client } from '@temporalio/client';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostSettings } from '../../../demo/demo-host.ts';
import type { Restartable } from '../../../stack/restartable.ts';
import type { Target } from '../../../model/target.ts';
import { playbookTarget } from '../../../model/playbook/playbook.ts';
import type { Host } from '../../../stack/host/host.ts';
import { startRemoteHost } from '../../../stack/remote-host.ts';
import { startOwnProcesses } from '../own-processes.ts';
import { aPlaybookFile, ansibleCommand } from './playbooks.ts';
import { progress } from '../scene.ts';

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

const policy = {
  verification: { within: '2s', hold: '500ms', checks: 1 },
  guard: { coolDown: '0s' },
};

/** Starts everything. */
export async function setPlaybookStage(playbooks: Readonly<Record<string, StagedPlaybook>>): Promise<PlaybookStage> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-playbooks-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const remote = await startRemoteHost({ folder: join(folder, 'web-1'), progress });
  cleanup.defer(remote.stop);

  const described = await Promise.all(
    Object.entries(playbooks).map(([name, staged]) => describe(folder, name, staged)),
  );
  const modes = Object.entries(playbooks).flatMap(([name, { mode }]) =>
    mode ? [{ target: playbookTarget({ host: 'web-1', name }), mode }] : [],
  );
  const { client, worker, alert } = await startOwnProcesses(folder, cleanup, {
    hosts: [hostSettings(remote)],
    policy: { ...policy, modes: [...modes, { mode: 'auto' }] },
    ansible: { command: await ansibleCommand() },
    playbooks: described,
  });
  const kept = cleanup.move();
  return {
    client,
    host: remote.host,
    worker,
    fileOf: (name) => join(folder, name, 'do.yml'),
    async fire(name) {
      await alert({ labels: { alertname: name }, startsAt: new Date().toISOString() });
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
