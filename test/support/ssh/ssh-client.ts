import { execFile } from 'node:child_process';
import type { RunningOpenssh } from '../../../stack/components/openssh.ts';

/** What a client may do otherwise than it should. */
interface Login {
  readonly account?: string;
  readonly privateKeyFile?: string;
  readonly knownHostsFile?: string;
}

/** The options of OpenSSH's client that make it use one key and trust one host, and nothing of its user's own. */
export function sshOptions({ privateKeyFile, knownHostsFile }: Required<Omit<Login, 'account'>>): readonly string[] {
  const settings = {
    UserKnownHostsFile: knownHostsFile,
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    BatchMode: 'yes',
    ConnectTimeout: '10',
  };
  const chosen = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return ['-F', 'none', '-i', privateKeyFile, ...chosen];
}

/** Runs a command line by the real client of OpenSSH; its own failures have the code 255. Rejects without a client. */
export function overSsh(server: RunningOpenssh, commandLine: string, login: Login = {}) {
  const { account, ...files } = { ...server, ...login };
  const args = [...sshOptions(files), '-p', `${server.port}`, `${account}@127.0.0.1`, commandLine];
  return new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve, reject) => {
    execFile('ssh', args, (error, stdout, stderr) => {
      const code = error ? (error.code ?? 255) : 0;
      if (typeof code === 'number') return resolve({ code, stdout, stderr });
      reject(new Error('Install ssh (Debian: `apt-get install openssh-client`).', { cause: error }));
    });
  });
}
