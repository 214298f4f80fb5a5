import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { executableOf } from '../executable.ts';
import type { Host } from '../host/host.ts';
import { sshKeyIn } from '../host/ssh-keys.ts';
import { debianProgram } from '../obtaining/debian-program.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { canListen } from '../running/free-port.ts';
import { startOnPorts } from '../running/ports.ts';

/** How an OpenSSH server is started. */
interface OpensshOptions extends Omit<StartOptions, 'surroundings'> {
  /** The host whose server it is; the server is installed there, or this machine has it. */
  readonly host: Host;
  /** Keys, kept across restarts, and what a client has to know. */
  readonly dataDir: string;
  /** The only account that may log in; the host gets it where it has none of that name. */
  readonly account: string;
  /** Public keys that open the account too. */
  readonly authorizedKeys?: readonly string[];
  /** The private key by which the server shows who it is, made where it is missing; one of the data folder unless given. */
  readonly hostKeyFile?: string;
  /** Settings of sshd_config in place of those from here, such as `DisableForwarding: 'no'`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** An OpenSSH server in use. */
export interface RunningOpenssh extends RunningComponent {
  /** The port on 127.0.0.1. */
  readonly port: number;
  readonly account: string;
  /** The private key that opens the account. */
  readonly privateKeyFile: string;
  /** The public key of the server: its type, and the key in base64. */
  readonly hostKey: string;
  /** A file with that key, for a client's `UserKnownHostsFile`. */
  readonly knownHostsFile: string;
}

/** The real OpenSSH server of a host, on loopback only. It lets one account in, by key. */
export const openssh: Provider<OpensshOptions, RunningOpenssh> = {
  ...debianProgram({
    name: 'openssh',
    packageName: 'openssh-server',
    executable: 'usr/sbin/sshd',
    variable: 'NIGHTSHIFT_SSHD',
  }),
  start: async (installation, options) => startServer(executableOf('openssh', installation), options),
  stop: (running) => running.stop(),
};

const folder = '/run/sshd';

// An account without any password is locked. This one has a password that nothing matches.
const openAccount = `set -eu
mkdir -p ${folder}
id -u sshd >/dev/null 2>&1 || useradd --system --home-dir ${folder} --shell /usr/sbin/nologin sshd
id -u "$1" >/dev/null 2>&1 || useradd --shell /bin/bash "$1"
usermod --password '*' "$1"
install -d -o "$1" -g "$(id -g "$1")" "$(getent passwd "$1" | cut -d: -f6)"
`;

function startServer(command: string, options: OpensshOptions): Promise<RunningOpenssh> {
  const { host, dataDir, account } = options;
  return startOnPorts({ port: options.port }, async ({ port }) => {
    const privateKeyFile = join(dataDir, 'client_key');
    const client = await sshKeyIn(privateKeyFile, host);
    const server = await sshKeyIn(options.hostKeyFile ?? join(dataDir, 'host_key'), host);
    const keys = [client.publicKey, ...(options.authorizedKeys ?? [])];
    await host.succeed(['sh', '-c', openAccount, 'open', account]);
    // It reads them again for each connection, so that each server of a host needs its own.
    const files = filesFor(port);
    await host.write(files.hostKey, { content: server.privateKey, mode: 0o600 });
    await host.write(files.authorizedKeys, { content: `${keys.join('\n')}\n` });
    await host.write(files.config, { content: configFor(options, port) });
    const knownHostsFile = join(dataDir, 'known_hosts');
    await writeFile(knownHostsFile, `[127.0.0.1]:${port} ${server.publicKey}\n`);

    let isReady = false;
    const child = await startChild({
      ...options,
      surroundings: host,
      name: 'openssh',
      command,
      args: [
        '-D',
        '-e',
        '-f',
        files.config,
        ...(await forgiving(command, files.config, host)),
        ...(options.extraArguments ?? []),
      ],
      ready: async () => isReady,
      onOutput: (line) => {
        isReady ||= line.startsWith('Server listening on 127.0.0.1');
        options.onOutput?.(line);
      },
    });
    const stop = async (): Promise<void> => {
      await child.stop();
      await untilFree(port);
    };
    return { ...child, stop, port, account, privateKeyFile, hostKey: server.publicKey, knownHostsFile };
  });
}

function filesFor(port: number) {
  return {
    config: `${folder}/sshd_config.${port}`,
    hostKey: `${folder}/host_key.${port}`,
    authorizedKeys: `${folder}/authorized_keys.${port}`,
  };
}

function configFor({ account, settings = {} }: OpensshOptions, port: number): string {
  const files = filesFor(port);
  const all: Readonly<Record<string, string>> = {
    ListenAddress: `127.0.0.1:${port}`,
    HostKey: files.hostKey,
    AuthorizedKeysFile: files.authorizedKeys,
    PidFile: 'none',
    LogLevel: 'VERBOSE',
    AllowUsers: account,
    AuthenticationMethods: 'publickey',
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    UsePAM: 'no',
    StrictModes: 'yes',
    DisableForwarding: 'yes',
    PrintLastLog: 'no',
    // Tests open many connections at once, and none is turned away by chance.
    MaxStartups: '200',
    Subsystem: 'sftp internal-sftp',
    ...settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

/** Newer servers let nobody in for a while after wrong keys, which all come from one address here. */
async function forgiving(command: string, configFile: string, host: Host): Promise<readonly string[]> {
  const option = ['-o', 'PerSourcePenalties=no'];
  const { code } = await host.run([command, '-t', '-f', configFile, ...option]);
  return code === 0 ? option : [];
}

/** What was started on a host is told to end together with the process here that stands for it, and may be the later one. */
async function untilFree(port: number): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!(await canListen(port)) && performance.now() < deadline) await sleep(20);
}
