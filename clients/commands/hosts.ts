import type { HostDefinition } from '../../model/host/host.ts';
import { createSshCommands } from '../ssh/ssh-commands.ts';
import type { RunOnHost } from './command.ts';
import { runCommand } from './local.ts';

interface HostCommands {
  readonly run: RunOnHost;
  /** Ends the connections to hosts; commands under way there are lost sight of. */
  readonly close: () => void;
}

/**
 * Runs commands on the hosts that operators described: over SSH where they say how, else on this machine. Where no host
 * is described at all, every command is run here, whatever the host is called.
 */
export function createHostCommands(hosts: readonly HostDefinition[]): HostCommands {
  const ssh = createSshCommands(hosts.flatMap((host) => host.ssh ?? []));
  const isHere = (name: string): boolean =>
    hosts.length === 0 || hosts.some((host) => host.name === name && host.ssh === null);
  return {
    run: (host, command, options) => (isHere(host) ? runCommand(command, options) : ssh.run(host, command, options)),
    close: ssh.close,
  };
}
