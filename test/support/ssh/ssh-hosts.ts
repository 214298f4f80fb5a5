import { readFileSync } from 'node:fs';
import type { SshHost } from '../../../model/host/host.ts';
import type { RunningOpenssh } from '../../../stack/components/openssh.ts';

/** How Nightshift reaches a real SSH server; some of it changed. */
export function sshHostOf(server: RunningOpenssh, changes: Partial<SshHost> = {}): SshHost {
  const { port, account, privateKeyFile, hostKey } = server;
  return {
    name: 'web-1',
    address: '127.0.0.1',
    port,
    user: account,
    hostKeys: [hostKey],
    identity: { kind: 'key', privateKey: readFileSync(privateKeyFile, 'utf8'), passphrase: null },
    via: null,
    ...changes,
  };
}
