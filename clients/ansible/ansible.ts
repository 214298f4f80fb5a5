import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HostDefinition } from '../../model/host/host.ts';
import type { PlayEvent } from '../../model/playbook/play-event.ts';
import type { PlaybookDefinition } from '../../model/playbook/playbook.ts';
import type { CommandOutcome } from '../commands/command.ts';
import { defaultOutputBytes, notStarted } from '../commands/command.ts';
import type { GuardedOptions } from '../commands/guarded/run-guarded.ts';
import { runGuarded } from '../commands/guarded/run-guarded.ts';
import { TailBuffer } from '../commands/tail-buffer.ts';
import { callbackName, callbackPlugin } from './callback-plugin.ts';
import { listedHosts } from './listed-hosts.ts';
import { PlayOutput } from './play-output.ts';
import type { Files } from './ssh-settings.ts';
import { sshFiles, sshVariables } from './ssh-settings.ts';

/** How Ansible is started. */
interface AnsibleSettings {
  /** `ansible-playbook`, or its path. */
  readonly command: string;
  /** Added to its environment, which is otherwise empty but for what it needs. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One of the files of a described playbook. */
export interface PlaybookRun {
  readonly playbook: PlaybookDefinition;
  /** The playbook itself, or the one that takes it back. */
  readonly file: string;
  readonly timeoutMs: number;
}

interface ListedHosts {
  /** Null where Ansible did not say. */
  readonly hosts: readonly string[] | null;
  readonly outcome: CommandOutcome;
}

interface PlayOptions {
  /** Whether it only says what it would do. */
  readonly check: boolean;
  readonly onEvent: (event: PlayEvent) => void;
  /** Ends it, and all that it has started. */
  readonly signal?: AbortSignal;
}

/** Runs described playbooks, each on its one host. Nothing here rejects: how it went is in the outcome. */
export interface Ansible {
  /** Has Ansible say which hosts a playbook would touch. */
  readonly listHosts: (run: PlaybookRun) => Promise<ListedHosts>;
  /** Runs a playbook, or plays it without changing anything. */
  readonly play: (run: PlaybookRun, options: PlayOptions) => Promise<CommandOutcome>;
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Makes the way to run playbooks on hosts as they are described, with their own keys and no others. */
export function createAnsible(settings: AnsibleSettings, hosts: readonly HostDefinition[]): Ansible {
  const start = async (
    { playbook, file, timeoutMs }: PlaybookRun,
    options: readonly string[],
    others: Pick<GuardedOptions, 'onOutput' | 'signal'>,
  ): Promise<CommandOutcome> => {
    const host = hosts.find(({ name }) => name === playbook.host);
    if (!host) return notStarted(`no host ${playbook.host} is described: add it to hosts`);
    try {
      await using folder = await privateFolder();
      await writeAll(folder.path, filesFor(playbook, host, folder.path));
      const command = [settings.command, ...argumentsFor(playbook, folder.path), ...options, file] as const;
      const guarded = { command, env: environmentIn(folder.path, settings), cwd: folder.path, folder: folder.path };
      return await runGuarded(guarded, { timeoutMs, ...others });
    } catch (error) {
      return notStarted(String(error));
    }
  };
  return {
    async listHosts(run) {
      const list = new TailBuffer(defaultOutputBytes);
      const outcome = await start(run, ['--list-hosts'], { onOutput: (chunk) => list.add(Buffer.from(chunk)) });
      return { hosts: outcome.exitCode === 0 && !list.truncated ? listedHosts(list.text()) : null, outcome };
    },
    play: (run, { check, onEvent, signal }) => {
      const output = new PlayOutput(onEvent);
      const others = { onOutput: (chunk: Uint8Array) => output.add(chunk), ...(signal ? { signal } : {}) };
      return start(run, check ? ['--check', '--diff'] : [], others);
    },
  };
}

/** Gone with all that is in it at the end; the guard of a command removes it too, should this process be killed. */
async function privateFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'nightshift-playbook-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

function argumentsFor({ host, inventory, vaultPasswordFile }: PlaybookDefinition, folder: string): readonly string[] {
  return [
    ...(inventory === null ? [] : [`--inventory=${inventory}`]),
    `--inventory=${join(folder, 'inventory.json')}`,
    `--limit=${host}`,
    `--extra-vars=@${join(folder, 'variables.json')}`,
    // Only its path: Ansible reads it.
    ...(vaultPasswordFile === null ? [] : [`--vault-password-file=${vaultPasswordFile}`]),
  ];
}

function filesFor({ host: name, extraVars }: PlaybookDefinition, { ssh }: HostDefinition, folder: string): Files {
  const connection = ssh ? sshVariables(ssh, folder) : { ansible_connection: 'local' };
  return {
    'inventory.json': JSON.stringify({ all: { hosts: { [name]: null } } }),
    'variables.json': JSON.stringify({ ...extraVars, ...connection }),
    'ansible.cfg': '',
    [`callback/${callbackName}.py`]: callbackPlugin,
    ...(ssh ? sshFiles(ssh, folder) : {}),
  };
}

/** Nobody else may read them: there are keys among them. */
async function writeAll(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, content, { mode: 0o600, flag: 'wx' });
  }
}

function environmentIn(folder: string, { environment }: AnsibleSettings): Readonly<Record<string, string>> {
  return {
    PATH: usualPath,
    HOME: folder,
    LC_ALL: 'C.UTF-8',
    // A file that happens to lie beside a playbook decides nothing.
    ANSIBLE_CONFIG: join(folder, 'ansible.cfg'),
    ANSIBLE_PIPELINING: 'True',
    ...environment,
    ANSIBLE_LOCAL_TEMP: join(folder, 'tmp'),
    ANSIBLE_CALLBACK_PLUGINS: join(folder, 'callback'),
    ANSIBLE_STDOUT_CALLBACK: callbackName,
    ANSIBLE_HOST_KEY_CHECKING: 'True',
    ANSIBLE_RETRY_FILES_ENABLED: 'False',
    ANSIBLE_NOCOLOR: '1',
  };
}
