import { join } from 'node:path';
import type { SshHost } from '../../model/host/host.ts';

/** A file of a private folder, by its name there. */
export type Files = Readonly<Record<string, string>>;

/** By what name ssh knows the host of a playbook; what operators call it may be anything. */
const playbookHost = 'hop-0';

/** What ssh needs to reach a host as it is described, and no other: settings, known hosts and keys, in a private folder. */
export function sshFiles(host: SshHost, folder: string): Files {
  const way = wayTo(host);
  const keys = way.flatMap(({ identity }, index) =>
    identity.kind === 'key' ? [[keyFile(index), identity.privateKey] as const] : [],
  );
  return {
    ssh_config: [...way.map((hop, index) => settingsOf(hop, index, folder)), everywhere(folder)].join('\n'),
    known_hosts: way.map(({ hostKeys }, index) => hostKeys.map((key) => `hop-${index} ${key}\n`).join('')).join(''),
    ...Object.fromEntries(keys),
  };
}

/**
 * Variables that have the last word on how Ansible reaches its host, under each of their names: what an inventory or a
 * playbook says of the connection counts for nothing, so that neither can turn the check of the host key off.
 */
export function sshVariables({ user, port }: SshHost, folder: string): Readonly<Record<string, unknown>> {
  const options = [
    '-F',
    `"${join(folder, 'ssh_config')}"`,
    '-o',
    'StrictHostKeyChecking=yes',
    '-o',
    'ControlMaster=no',
  ];
  return {
    ansible_connection: 'ssh',
    ...underEach(['ansible_host', 'ansible_ssh_host'], playbookHost),
    ...underEach(['ansible_port', 'ansible_ssh_port'], port),
    ...underEach(['ansible_user', 'ansible_ssh_user'], user),
    ...underEach(['ansible_host_key_checking', 'ansible_ssh_host_key_checking'], true),
    ansible_ssh_args: options.join(' '),
    ...underEach(['ansible_ssh_common_args', 'ansible_ssh_extra_args'], ''),
    // Copying a file may have options and a program of its own.
    ...underEach(['ansible_scp_extra_args', 'ansible_sftp_extra_args'], ''),
    ...Object.fromEntries(['ssh', 'scp', 'sftp'].map((program) => [`ansible_${program}_executable`, program])),
    ...underEach(['ansible_private_key', 'ansible_ssh_private_key'], ''),
    ...underEach(['ansible_private_key_file', 'ansible_ssh_private_key_file'], ''),
  };
}

/** The host, then each one that it is reached through. */
function wayTo(host: SshHost): readonly SshHost[] {
  return [host, ...(host.via ? wayTo(host.via) : [])];
}

function settingsOf({ address, port, user, identity, via }: SshHost, index: number, folder: string): string {
  const proof =
    identity.kind === 'agent'
      ? [`IdentityAgent "${identity.socket}"`]
      : ['IdentityAgent none', `IdentityFile "${join(folder, keyFile(index))}"`, 'IdentitiesOnly yes'];
  return [
    `Host hop-${index}`,
    `  HostName ${address}`,
    `  HostKeyAlias hop-${index}`,
    `  Port ${port}`,
    `  User ${user}`,
    ...proof.map((line) => `  ${line}`),
    ...(via ? [`  ProxyJump hop-${index + 1}`] : []),
  ].join('\n');
}

function everywhere(folder: string): string {
  return `Host *
  UserKnownHostsFile "${join(folder, 'known_hosts')}"
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  UpdateHostKeys no
  BatchMode yes
  ForwardAgent no
  ConnectTimeout 10
  ServerAliveInterval 5
  ServerAliveCountMax 3
`;
}

function keyFile(index: number): string {
  return `key-${index}`;
}

function underEach(names: readonly string[], value: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, value]));
}
