import { z } from 'zod';
import { splitAddress } from '../address.ts';
import { Disk } from './disks.ts';
import { Matcher, Name, Port, Secret } from './fields.ts';
import { Clock, Dns, HostUnit } from './host-parts.ts';

const Address = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]+$/, 'write a name or an IP address alone; the port stands beside it')
  .max(255);

const HostKey = z
  .string()
  .regex(
    /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]+={0,3}(?: .*)?$/,
    'write a public key as ssh-keyscan prints it, without the host name: ssh-ed25519 AAAA…',
  )
  .max(16_384);

const Ssh = z
  .strictObject({
    address: Address,
    port: Port.min(1).default(22),
    user: Name.regex(/^[A-Za-z0-9_.@-]+\$?$/, 'write the name of an account').refine(
      (user) => user !== 'ALL',
      'to sudo this would mean everybody',
    ),
    hostKeys: z
      .array(HostKey)
      .min(1, 'name at least one: without it, any machine could pretend to be this host')
      .meta({ description: 'The public keys of the host; one that shows another key is refused.' }),
    key: Secret.optional().meta({ description: 'The private key that it lets in: env: NAME or file: PATH.' }),
    passphrase: Secret.optional().meta({ description: 'Of the private key, where it has one.' }),
    agent: z.string().min(1).optional().meta({ description: 'The socket of an SSH agent, in place of a key.' }),
    via: Name.optional().meta({ description: 'The host to go through, by its name in this list.' }),
  })
  .refine(
    ({ key, agent }) => (key === undefined) !== (agent === undefined),
    'say how Nightshift proves who it is: either key or agent',
  );

const Limits = z
  .strictObject({
    match: Matcher,
    readAsRoot: z
      .boolean()
      .default(false)
      .meta({ description: 'Look by sudo; without it only processes of the account are seen.' }),
  })
  .meta({ description: 'Who holds its descriptors and connections is looked at when they run out.' });

/** A machine with services. */
export const Host = z
  .strictObject({
    name: Name,
    ssh: Ssh.optional().meta({ description: 'How it is reached; without it, the machine that the worker runs on.' }),
    match: Matcher.optional().meta({
      description: 'Labels that alerts about the host itself have, such as its instance.',
    }),
    clock: Clock.optional().meta({ description: 'What keeps its clock, and may be restarted once.' }),
    disks: z.array(Disk).default([]).meta({ description: 'File systems that may be cleaned.' }),
    dns: Dns.optional().meta({ description: 'How it finds the addresses of names, and what may be done about it.' }),
    limits: Limits.optional(),
    units: z
      .array(HostUnit)
      .max(50)
      .default([])
      .meta({ description: 'Units of systemd that may be started anew when they fail.' }),
  })
  .refine(({ match, clock, dns, units }) => match || (!clock && units.length === 0 && (!dns || dns.match)), {
    path: ['match'],
    error: 'say by which labels alerts mean this host: its clock, its units and its dns need them',
  });

interface Hosts {
  readonly hosts: readonly z.output<typeof Host>[];
  readonly services: readonly {
    readonly name: string;
    readonly host: string;
    readonly probe: { readonly http: string } | { readonly tcp: string } | { readonly command: readonly string[] };
  }[];
}

/** Refuses hosts that are named and not described, ways that lead nowhere, and probes that would ask another machine. */
export function refuseLostHosts({ hosts, services }: Hosts, ctx: z.core.$RefinementCtx): void {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const refuse = (path: (string | number)[], message: string): void =>
    ctx.addIssue({ code: 'custom', path, message, input: path.at(-1) });

  for (const [index, { ssh }] of hosts.entries()) {
    if (ssh?.via === undefined) continue;
    const path = ['hosts', index, 'ssh', 'via'];
    if (!byName.get(ssh.via)?.ssh) refuse(path, `there is no host ${ssh.via} with ssh: describe it under hosts`);
    else if (leadsInCircle(ssh.via, byName)) refuse(path, 'the way leads in a circle and arrives nowhere');
  }
  if (hosts.length === 0) return;
  for (const [index, { host, probe }] of services.entries()) {
    const described = byName.get(host);
    if (!described) refuse(['services', index, 'host'], `there is no host ${host}: describe it under hosts`);
    if (!described?.ssh || isLoopback(described.ssh.address) || !isLoopback(hostOf(probe))) continue;
    refuse(['services', index, 'probe'], `probes are sent from the worker's machine: write an address of ${host}`);
  }
}

function leadsInCircle(start: string, byName: ReadonlyMap<string, z.output<typeof Host>>): boolean {
  const seen = new Set<string>();
  for (let name: string | undefined = start; name !== undefined; name = byName.get(name)?.ssh?.via) {
    if (seen.has(name)) return true;
    seen.add(name);
  }
  return false;
}

function hostOf(probe: Hosts['services'][number]['probe']): string {
  if ('tcp' in probe) return splitAddress(probe.tcp).host;
  return 'http' in probe && URL.canParse(probe.http) ? new URL(probe.http).hostname : '';
}

/** Whether an address means the machine that asks. */
export function isLoopback(address: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/.test(address);
}
