import { join } from 'node:path';
import { acquire } from './acquire.ts';
import type { RunningOpenssh } from './components/openssh.ts';
import { openssh } from './components/openssh.ts';
import type { Host, HostDisk, HostFile } from './host/host.ts';
import { startHost } from './host/host.ts';
import type { Progress } from './progress.ts';
import type { Installation, Program } from './provider.ts';
import { sudo } from './programs/sudo.ts';

/** What a remote host is like. */
interface RemoteHostOptions {
  /** Keys and logs, and what the host needs while it is there. */
  readonly folder: string;
  readonly progress: Progress;
  /** What it calls itself; `web-1` unless given. */
  readonly name?: string;
  /** The unprivileged account that may log in; `nightshift` unless given. */
  readonly account?: string;
  /** All that its sudoers file says; nobody may anything unless given. */
  readonly sudoers?: string;
  /** Files that it has, by their path. */
  readonly files?: Readonly<Record<string, HostFile>>;
  /** File systems of its own, by where they are mounted; files may be on them. */
  readonly disks?: Readonly<Record<string, HostDisk>>;
  /** Programs that it has besides the SSH server and sudo, and components that will be started on it. */
  readonly programs?: readonly Program[];
  /** The SSH server's port; a free one unless given. */
  readonly port?: number;
  /** Settings of sshd_config in place of the strict ones. */
  readonly sshdSettings?: Readonly<Record<string, string>>;
}

/** A host that is reached by SSH. */
export interface RemoteHost {
  /** The way in from inside this machine, as root. */
  readonly host: Host;
  /** The way in for everybody else. */
  readonly ssh: RunningOpenssh;
  /** The SSH server, for another start: by another key, or after it was ended. */
  readonly server: Installation;
  readonly stop: () => Promise<void>;
}

const nobodyMay = '# Nobody may do anything.\n';

/** Makes a host with an SSH server and the real sudo, obtaining what is missing. */
export async function startRemoteHost(options: RemoteHostOptions): Promise<RemoteHost> {
  const { folder, name = 'web-1', account = 'nightshift', sudoers = nobodyMay } = options;
  const installations = await acquireAll([openssh, sudo, ...(options.programs ?? [])], options.progress);
  const [server] = installations;
  await using cleanup = new AsyncDisposableStack();
  const host = await startHost({
    name,
    dataDir: join(folder, 'host'),
    logFile: join(folder, 'host.log'),
    installed: installations.flatMap(folderOfPackages),
  });
  cleanup.defer(host.stop);

  for (const [path, disk] of Object.entries(options.disks ?? {})) await host.mount(path, disk);
  const files = { ...options.files, '/etc/sudoers': { content: sudoers, mode: 0o440 } };
  for (const [path, file] of Object.entries(files)) await host.write(path, file);
  const ssh = await openssh.start(server, {
    host,
    account,
    dataDir: join(folder, 'ssh'),
    logFile: join(folder, 'sshd.log'),
    settings: options.sshdSettings ?? {},
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  const kept = cleanup.move();
  return { host, ssh, server, stop: () => kept.disposeAsync() };
}

async function acquireAll(programs: readonly [Program, ...Program[]], progress: Progress) {
  const [first, ...others] = programs;
  const installations: [Installation, ...Installation[]] = [await acquire(first, progress)];
  for (const program of others) installations.push(await acquire(program, progress));
  return installations;
}

/** The folder that the packages of a program were unpacked into; none when it lies where a package has it. */
function folderOfPackages(installation: Installation): readonly string[] {
  if (installation.kind === 'address') return [];
  const folder = /^(.+)\/usr\/s?bin\/[^/]+$/.exec(installation.path)?.[1];
  return folder === undefined ? [] : [folder];
}
