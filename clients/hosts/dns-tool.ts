import { isIP } from 'node:net';
import type { AskedServer } from '../../model/host/dns-examination.ts';
import type { HostAnswer } from '../../model/host/disk.ts';
import type { ResolverDefinition, ResolverKind } from '../../model/host/host-parts.ts';
import type { CommandLine } from '../../model/service.ts';
import type { RunOnHost } from '../commands/command.ts';
import type { Shape } from './ask-host.ts';
import { askHost } from './ask-host.ts';

/** What the program nightshift-host-dns of one host can be asked for. Nothing rejects: how it went is the answer's status. */
export interface DnsTool {
  /** Asks every server by itself. */
  readonly servers: () => Promise<HostAnswer<AskedServer>>;
  /** Puts servers first that answer; what is given is the new order. */
  readonly fallBack: () => Promise<HostAnswer<AskedServer>>;
  /** Takes that back, unless somebody has changed it since. */
  readonly restore: () => Promise<HostAnswer<AskedServer>>;
}

const program = '/usr/local/libexec/nightshift-host-dns';
/** More than any resolver asks. */
const maxServers = 20;
/** Less than the activity has that asks. */
const timeoutMs = 2 * 60_000;

/** The command lines of the program for one kind of resolver; the same each time, because sudo allows them word by word. */
export function dnsCommands(kind: ResolverKind): Readonly<Record<keyof DnsTool, CommandLine>> {
  const place = settingsOf(kind);
  return {
    servers: ['sudo', '-n', program, 'servers', place],
    fallBack: ['sudo', '-n', program, 'fall-back', place],
    restore: ['sudo', '-n', program, 'restore', place],
  };
}

/** What the host's own configuration has to say so that this may be done there. */
export function dnsConfiguration({ kind, names, servers }: ResolverDefinition): readonly string[] {
  return [['dns', settingsOf(kind), ...servers].join(' '), ['dns-name', ...names].join(' ')];
}

/** Asks a host by its program nightshift-host-dns. */
export function createDnsTool(
  { host, kind }: Pick<ResolverDefinition, 'host' | 'kind'>,
  runOnHost: RunOnHost,
): DnsTool {
  const commands = dnsCommands(kind);
  const ask = (command: CommandLine) => askHost(runOnHost, host, { command, shape, timeoutMs, keep: maxServers });
  return {
    servers: () => ask(commands.servers),
    fallBack: () => ask(commands.fallBack),
    restore: () => ask(commands.restore),
  };
}

/** Where the order of servers is written: dnsmasq and unbound are themselves servers in /etc/resolv.conf. */
function settingsOf(kind: ResolverKind): 'file' | 'resolved' {
  return kind === 'systemd-resolved' ? 'resolved' : 'file';
}

const shape: Shape<AskedServer> = {
  fields: ['text', 'text', 'text'],
  read: ([server = '', use, state]) => ({
    // A host may say anything: no other text gets from here into a plan or a history.
    server: isIP(server) > 0 ? server : 'no address',
    use: use === 'spare' ? 'spare' : 'in-force',
    state: state === 'answers' || state === 'fails' ? state : 'silent',
  }),
};
