import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { reasonOf, StackError } from '../errors.ts';
import { findOnPath } from '../obtaining/find.ts';
import type { StartedChild } from '../running/child-process.ts';
import { startChild } from '../running/child-process.ts';
import type { OutputOptions } from '../running/output.ts';
import type { Command, Surroundings } from '../running/watched-process.ts';
import { setupScript } from './setup-script.ts';

/** How a host is made. */
interface HostOptions extends OutputOptions {
  /** What `hostname` says there. */
  readonly name: string;
  /** A folder of this machine that the host needs while it is there; nothing is kept in it. */
  readonly dataDir: string;
  /** Folders that packages were unpacked into; what is in them is installed there. */
  readonly installed?: readonly string[];
}

/** A file as it shall be on a host. */
export interface HostFile {
  readonly content: string | Uint8Array;
  /** 0o644 unless given. */
  readonly mode?: number;
  /** Its account and group, such as `root:adm`; `root:root` unless given. */
  readonly owner?: string;
}

/** A file system of its own, in memory. */
export interface HostDisk {
  /** How much fits on it. */
  readonly bytes: number;
  /** How many files and folders fit on it; what the system thinks right unless given. */
  readonly inodes?: number;
}

/** How a command on a host ended. */
interface HostResult {
  /** 128 and the number of the signal where one has ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Input = string | Uint8Array;

/** A host of its own on this machine: with files, accounts, processes and a name of its own. The network is shared. */
export interface Host extends StartedChild, Surroundings {
  readonly name: string;
  /** Runs a command there as root to its end, whatever that is. */
  readonly run: (argv: readonly string[], input?: Input) => Promise<HostResult>;
  /** The same for one that must succeed: returns what it printed, or throws `failed-to-start`. */
  readonly succeed: (argv: readonly string[], input?: Input) => Promise<string>;
  /** Writes a file there, and the folders above it where they are missing. */
  readonly write: (path: string, file: HostFile) => Promise<void>;
  /** Mounts an empty disk there. */
  readonly mount: (path: string, disk: HostDisk) => Promise<void>;
}

/** The root of this host is what everything below is seen from; without --kill-child it would outlive a killed parent. */
const namespaces = ['--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child=SIGKILL', '--'];

const environment = {
  HOME: '/root',
  LANG: 'C.UTF-8',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

// Never readable to others, not even while it is written.
const writeScript = 'mkdir -p "${1%/*}/" && (umask 077 && cat >"$1") && chown "$3" "$1" && chmod "$2" "$1"';

const needs =
  'It needs Linux with overlayfs, and root that may mount and make namespaces (CAP_SYS_ADMIN); a container has that ' +
  'when it is started with --privileged.';

const refused = /not permitted|permission denied/i;

/**
 * Makes a host and waits until commands run on it. It ends with this process, and then nothing of it is left. This
 * machine's files are safe from it, but it is no prison: its root is root of the same kernel.
 *
 * @throws StackError `not-permitted` where the machine does not allow it, `component-missing` without util-linux,
 * `failed-to-start` where it is allowed and fails.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const [unshare, nsenter] = [await permittedTool('unshare'), await permittedTool('nsenter')];
  const { name, dataDir, installed = [] } = options;
  const mountPoint = join(dataDir, 'mounts');
  await mkdir(mountPoint, { recursive: true });
  const child = await startFirstProcess(options, unshare, [mountPoint, name, ...installed]);

  const enter = (command: Command): Command => ({
    command: nsenter,
    args: [
      ...joining(child.pid),
      ...(command.cwd ? ['env', `--chdir=${command.cwd}`] : []),
      whereInstalled(command.command, installed),
      ...command.args,
    ],
    cwd: '/',
    env: { ...environment, ...command.env },
  });
  const run: Host['run'] = ([command = '', ...args], input) => toItsEnd(enter({ command, args }), input);
  const succeed: Host['succeed'] = async (argv, input) => {
    const { code, stdout, stderr } = await run(argv, input);
    if (code === 0) return stdout;
    throw new StackError('failed-to-start', `${argv.join(' ')} ended with ${code} on the host ${name}:\n${stderr}`);
  };
  return {
    ...child,
    name,
    enter,
    run,
    succeed,
    write: async (path, { content, mode = 0o644, owner = 'root:root' }) => {
      await succeed(['sh', '-c', writeScript, 'write', path, mode.toString(8), owner], content);
    },
    mount: async (path, { bytes, inodes }) => {
      const settings = ['mode=755', `size=${bytes}`, ...(inodes ? [`nr_inodes=${inodes}`] : [])].join(',');
      await succeed(['mkdir', '-p', path]);
      await succeed(['mount', '-t', 'tmpfs', '-o', settings, 'disk', path]);
    },
  };
}

async function permittedTool(name: string): Promise<string> {
  if (process.getuid?.() !== 0) throw new StackError('not-permitted', `Only root can make a host. ${needs}`);
  const path = await findOnPath(process.env, name);
  if (path) return path;
  throw new StackError('component-missing', `Install ${name} (Debian: \`apt-get install util-linux\`). ${needs}`);
}

async function startFirstProcess(options: HostOptions, unshare: string, args: readonly string[]) {
  if (/^NoNewPrivs:\s*1$/m.test(await readFile('/proc/self/status', 'utf8'))) {
    throw new StackError('not-permitted', `sudo has no effect where no_new_privs is set. ${needs}`);
  }
  let isReady = false;
  try {
    return await startChild({
      ...options,
      name: options.name,
      command: unshare,
      args: [...namespaces, 'sh', '-c', setupScript, 'setup', ...args],
      env: environment,
      ready: async () => isReady,
      onOutput: (line) => {
        isReady ||= line === 'ready';
        options.onOutput?.(line);
      },
    });
  } catch (error) {
    const reason = reasonOf(error);
    const code = refused.test(reason) ? 'not-permitted' : 'failed-to-start';
    throw new StackError(code, `The host ${options.name} could not be made. ${needs}\n${reason}`, { cause: error });
  }
}

/** `unshare` has joined every namespace that it made but that of processes, where only its child is. */
function joining(pid: number): readonly string[] {
  const processes = `--pid=/proc/${pid}/ns/pid_for_children`;
  return [`--target=${pid}`, '--mount', '--uts', '--ipc', processes, '--'];
}

/** Where the host has an executable that this machine has in a folder of unpacked packages. */
function whereInstalled(path: string, installed: readonly string[]): string {
  const folder = installed.find((each) => path.startsWith(`${each}/`)) ?? '';
  return path.slice(folder.length);
}

async function toItsEnd({ command, args, cwd, env }: Command, input: Input = ''): Promise<HostResult> {
  const child = spawn(command, [...args], { cwd, env });
  const code = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
  // A command that does not read it may be gone before it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
