import type { Command } from 'commander';
import type { HostDuties } from '../../clients/hosts/host-access.ts';
import { hostConfigurationFor, sudoersFor } from '../../clients/hosts/host-access.ts';
import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import type { CliContext } from '../context.ts';
import { print, UsageError, userName } from '../context.ts';

/** `nightshift hosts sudoers` and `nightshift hosts cleaning`. */
export function addHostCommands(program: Command, context: CliContext): void {
  const hosts = program.command('hosts').description('what a host has to allow; docs/hosts.md explains it');
  hosts
    .command('sudoers')
    .description('print the sudoers file of a host: every command that needs rights, word by word')
    .argument('<host>', 'a host of the configuration')
    .action((name: string) => {
      const config = loadConfig(context.configFile(), context.env);
      print(sudoersFor(accountOf(name, config), dutiesOn(name, config)).trimEnd());
    });
  hosts
    .command('cleaning')
    .description('print /etc/nightshift/host.conf of a host: what our programs may clean, change and look at there')
    .argument('<host>', 'a host of the configuration')
    .action((name: string) => {
      const config = loadConfig(context.configFile(), context.env);
      accountOf(name, config);
      print(hostConfigurationFor(dutiesOn(name, config)).trimEnd());
    });
}

/** The account that commands run as; on the worker's own machine the one that asks this. */
function accountOf(name: string, { hosts }: Config): string {
  const host = hosts.find((each) => each.name === name);
  if (!host) throw new UsageError(`there is no host ${name} in the configuration: describe it under hosts`);
  return host.ssh?.user ?? userName();
}

function dutiesOn(name: string, { services, disks, limits, certificates, hostParts }: Config): HostDuties {
  const here = <Part extends { readonly host: string }>(parts: readonly Part[]): readonly Part[] =>
    parts.filter(({ host }) => host === name);
  const { clocks, units, resolvers } = hostParts;
  return {
    services: here(services),
    disks: here(disks),
    limits: here(limits),
    certificates: here(certificates),
    hostParts: { clocks: here(clocks), units: here(units), resolvers: here(resolvers) },
  };
}
