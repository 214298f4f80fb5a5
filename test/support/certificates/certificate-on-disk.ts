import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import { certificateDirectory } from '../../../activities/described/certificates.ts';
import type { CommandOutcome, RunOnHost } from '../../../clients/commands/command.ts';
import { runCommand } from '../../../clients/commands/local.ts';
import type { CertificateDefinition } from '../../../model/certificate/certificate.ts';
import { certificateTarget } from '../../../model/certificate/certificate.ts';
import type { Authority } from './authority.ts';
import { aDescribedCertificate } from './certificates.ts';
import { aScratchFolder } from '../scratch.ts';
import { servicesHere } from '../hosts/services-here.ts';

/** What a test may say of a certificate, and of how its commands end. */
interface OnDiskOptions extends Partial<CertificateDefinition> {
  /** Days that the one in the file is still valid. */
  readonly left?: number;
  /** What became of each renewal, instead of what really did. */
  readonly unheard?: Partial<CommandOutcome>;
}

/** A certificate in a real file, renewed by a command that puts another one there, and what activities need for it. */
export async function aCertificateOnDisk(authority: Authority, options: OnDiskOptions = {}) {
  const { left = 10, unheard, ...overrides } = options;
  const folder = await aScratchFolder();
  const [path, next] = [join(folder, 'shop.pem'), join(folder, 'next.pem')];
  const old = await authority.issue({ until: left });
  const fresh = await authority.issue({ from: -2, until: 88 });
  await writeFile(path, `${old.key}${old.certificate}`);
  await writeFile(next, `${fresh.key}${fresh.certificate}`);
  const certificate = aDescribedCertificate({ file: { path, asRoot: false }, renew: ['cp', next, path], ...overrides });
  const commands: string[] = [];
  const runOnHost: RunOnHost = async (_host, [program, ...args], order) => {
    commands.push(program);
    const outcome = await runCommand([program === 'openssl' ? authority.program : program, ...args], order);
    return program === certificate.renew?.[0] ? { ...outcome, ...unheard } : outcome;
  };
  return {
    path,
    next,
    old,
    fresh,
    certificate,
    commands,
    target: certificateTarget(certificate),
    deps: { ...servicesHere(), findCertificate: certificateDirectory([certificate]), runOnHost },
    content: () => readFile(path, 'utf8'),
  };
}

/** Serves a certificate by TLS; resolves to the port. */
export async function serve(authority: Authority, { certificate, key }: { certificate: string; key: string }) {
  const server = createServer({ cert: `${certificate}${authority.intermediate.certificate}`, key });
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
