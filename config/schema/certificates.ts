import { z } from 'zod';
import { splitAddress } from '../address.ts';
import { Duration, Matcher, Name } from './fields.ts';
import { isLoopback } from './hosts.ts';
import { Command, HostAndPort } from './services.ts';

const Path = z
  .string()
  .max(1_000)
  .regex(/^\/[^\0\r\n]*$/, 'write an absolute path');

/** A certificate of a host. */
export const Certificate = z
  .strictObject({
    name: Name,
    host: Name.default('localhost'),
    match: Matcher,
    endpoint: HostAndPort.optional().meta({ description: 'Where it is served, by TLS from the first byte.' }),
    serverName: z
      .string()
      .regex(/^[A-Za-z0-9_.:-]+$/, 'write a name or an IP address')
      .max(255)
      .optional()
      .meta({ description: "The name that clients ask for; the endpoint's own without it." }),
    authorities: Path.optional().meta({
      description: "A PEM file on the worker's machine with authorities to trust besides those that it knows.",
    }),
    file: Path.optional().meta({ description: 'Where it lies on its host, as PEM; the first in the file counts.' }),
    readAsRoot: z.boolean().default(false).meta({ description: 'Read the file by sudo openssl x509.' }),
    renew: Command.optional().meta({ description: 'Renews it, on its host; without it people do.' }),
    reload: Command.optional().meta({ description: 'Has the new one served, where the renewal does not.' }),
    renewBefore: Duration('1h', '365d')
      .prefault('21d')
      .meta({ description: 'It is due when it is valid for no longer than this.' }),
    // The activity that renews has five minutes, and looks afterwards.
    commandTimeout: Duration('1ms', '4m').prefault('2m'),
  })
  .superRefine((certificate, ctx) => {
    const { endpoint, serverName, authorities, file, readAsRoot, renew, reload } = certificate;
    const refuse = (key: string, message: string): void =>
      ctx.addIssue({ code: 'custom', path: [key], message, input: certificate });
    if (!endpoint && !file) refuse('endpoint', 'say where it can be seen: endpoint, file or both');
    if (!endpoint && (serverName || authorities))
      refuse(serverName ? 'serverName' : 'authorities', 'this is about an endpoint: name one, or leave it out');
    if (!file && readAsRoot) refuse('readAsRoot', 'this is about a file: name one, or leave it out');
    if (!file && (renew || reload))
      refuse('file', 'name the file as well: without it nobody could tell whether it was renewed');
  });

interface Certificates {
  readonly hosts: readonly { readonly name: string; readonly ssh?: { readonly address: string } | undefined }[];
  readonly certificates: readonly z.output<typeof Certificate>[];
}

/** Refuses certificates of hosts that are named and not described, and endpoints that would be another machine's. */
export function refuseLostCertificates({ hosts, certificates }: Certificates, ctx: z.core.$RefinementCtx): void {
  if (hosts.length === 0) return;
  for (const [index, { host, endpoint = '' }] of certificates.entries()) {
    const refuse = (key: string, message: string): void =>
      ctx.addIssue({ code: 'custom', path: ['certificates', index, key], message, input: host });
    const described = hosts.find(({ name }) => name === host);
    if (!described) refuse('host', `there is no host ${host}: describe it under hosts`);
    if (!described?.ssh || isLoopback(described.ssh.address)) continue;
    if (isLoopback(splitAddress(endpoint).host))
      refuse('endpoint', `it is looked at from the worker's machine: write an address of ${host}`);
  }
}
