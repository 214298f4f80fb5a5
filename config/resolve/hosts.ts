import type { LimitsDefinition } from '../../model/exhaustion/limits.ts';
import type { HostDefinition, SshHost, SshIdentity } from '../../model/host/host.ts';
import type { ReadSecret } from './secret.ts';
import type { ConfigFile } from '../schema/config-file.ts';

type Described = ConfigFile['hosts'][number];

/** Turns the described hosts into ones that can be reached: keys read, each with the host it is reached through. */
export function resolveHosts(hosts: readonly Described[], readSecret: ReadSecret): readonly HostDefinition[] {
  const identities = new Map(hosts.map((host, index) => [host.name, identityOf(host, readSecret, index)]));
  const sshOf = (name: string): SshHost | null => {
    const ssh = hosts.find((host) => host.name === name)?.ssh;
    const identity = identities.get(name);
    if (!ssh || !identity) return null;
    const { address, port, user, hostKeys, via } = ssh;
    return { name, address, port, user, hostKeys, identity, via: via === undefined ? null : sshOf(via) };
  };
  return hosts.map(({ name }) => ({ name, ssh: sshOf(name) }));
}

/** What is looked at on a host where its descriptors or connections run out; nothing unless it is described. */
export function limitsOf({ name, limits }: Described): readonly LimitsDefinition[] {
  return limits ? [{ host: name, match: limits.match, asRoot: limits.readAsRoot }] : [];
}

function identityOf({ ssh }: Described, readSecret: ReadSecret, index: number): SshIdentity | null {
  if (ssh?.agent !== undefined) return { kind: 'agent', socket: ssh.agent };
  if (ssh?.key === undefined) return null;
  const path = ['hosts', index, 'ssh'];
  return {
    kind: 'key',
    // Secrets come without the white space around them; a private key ends in a line break.
    privateKey: `${readSecret(ssh.key, [...path, 'key'])}\n`,
    passphrase: ssh.passphrase ? readSecret(ssh.passphrase, [...path, 'passphrase']) : null,
  };
}
