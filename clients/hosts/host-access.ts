import type { CertificateDefinition } from '../../model/certificate/certificate.ts';
import type { LimitsDefinition } from '../../model/exhaustion/limits.ts';
import type { DiskDefinition } from '../../model/host/cleaning.ts';
import type { HostParts, ResolverDefinition } from '../../model/host/host-parts.ts';
import type { CommandLine, ServiceDefinition } from '../../model/service.ts';
import { dnsCommands, dnsConfiguration } from './dns-tool.ts';
import { cleaningCommand, configurationLine, lookingCommands } from './host-commands.ts';
import { limitsCommands } from './limits-commands.ts';
import { readCertificateCommand, resetFailedCommand, resolverPrograms, restartCommand } from './sudo-commands.ts';
import { sudoersWords } from './sudoers-words.ts';

/** What Nightshift does on one host. */
export interface HostDuties {
  readonly services: readonly ServiceDefinition[];
  readonly disks: readonly DiskDefinition[];
  readonly limits: readonly LimitsDefinition[];
  readonly certificates: readonly CertificateDefinition[];
  readonly hostParts: Omit<HostParts, 'serviceUnits'>;
}

/**
 * A sudoers file that lets an account do what Nightshift needs there, and nothing else: each command with its exact
 * arguments, as sudoers(5) writes them.
 */
export function sudoersFor(account: string, duties: HostDuties): string {
  const commands = [
    ...duties.services.flatMap(commandsOfService),
    ...duties.disks.flatMap(commandsOfDisk),
    ...duties.limits.flatMap(commandsOfLimits),
    ...duties.certificates.flatMap(commandsOfCertificate),
    ...commandsOfParts(duties.hostParts),
  ];
  const lines = [...new Set(commands.flatMap(sudoersWords).map((words) => `${account} ALL=(root) NOPASSWD: ${words}`))];
  return ['# Written by `nightshift hosts sudoers`. Check it with visudo -c.', ...lines, ''].join('\n');
}

/** The configuration of our programs on a host that allows the same on the host's own side. */
export function hostConfigurationFor({ disks, limits, hostParts }: HostDuties): string {
  const cleaning = disks.flatMap(({ path, areas }) => [
    `look ${path}`,
    ...areas.map(({ rule }) => configurationLine(rule)),
  ]);
  const looked = limits.some(({ asRoot }) => asRoot) ? ['limits'] : [];
  const lines = [...cleaning, ...looked, ...hostParts.resolvers.flatMap(dnsConfiguration)];
  return ['# Written by `nightshift hosts cleaning`.', ...new Set(lines), ''].join('\n');
}

function commandsOfParts({ clocks, units, resolvers }: HostDuties['hostParts']): readonly CommandLine[] {
  return [
    ...clocks.map(({ daemon }) => restartCommand(daemon)),
    ...units.flatMap(({ unit }) => [resetFailedCommand(unit), restartCommand(unit)]),
    ...resolvers.flatMap(commandsOfResolver),
  ];
}

function commandsOfResolver({ kind }: ResolverDefinition): readonly CommandLine[] {
  const own = Object.values(dnsCommands(kind));
  if (kind === 'resolv.conf') return own;
  const { unit, flush } = resolverPrograms[kind];
  return [flush, restartCommand(unit), ...own];
}

function commandsOfService({ manager, probe }: ServiceDefinition): readonly CommandLine[] {
  const asked = probe.kind === 'command' ? [probe.command] : [];
  if (manager.kind === 'systemd') return [restartCommand(manager.unit), ...asked];
  if (manager.kind === 'container') return asked;
  const { status, instance, restart, start } = manager;
  return [...[status, instance, restart, start].filter((command) => command !== null), ...asked];
}

function commandsOfDisk({ path, areas }: DiskDefinition): readonly CommandLine[] {
  const looking = Object.values(lookingCommands).map((command) => command(path));
  const cleaning = areas.flatMap(({ rule }) => [cleaningCommand('list', rule), cleaningCommand('clean', rule)]);
  return [...looking, ...cleaning];
}

function commandsOfLimits({ asRoot }: LimitsDefinition): readonly CommandLine[] {
  return asRoot ? Object.values(limitsCommands).map((command) => command(asRoot)) : [];
}

function commandsOfCertificate({ file, renew, reload }: CertificateDefinition): readonly CommandLine[] {
  return [...(file ? [readCertificateCommand(file)] : []), ...[renew, reload].filter((command) => command !== null)];
}
