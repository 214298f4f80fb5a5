import type { CertificateDefinition } from '../../model/certificate/certificate.ts';
import type { ResolverKind } from '../../model/host/host-parts.ts';
import type { CommandLine } from '../../model/service.ts';

/** Starts a unit anew. */
export function restartCommand(unit: string): CommandLine {
  return ['sudo', '-n', 'systemctl', 'restart', unit];
}

/** Prints the first certificate of a file, and nothing else of it. */
export function readCertificateCommand({ path, asRoot }: NonNullable<CertificateDefinition['file']>): CommandLine {
  const words = ['openssl', 'x509', '-in', path] as const;
  return asRoot ? ['sudo', '-n', ...words] : words;
}

/** Lets systemd forget that a unit has failed. */
export function resetFailedCommand(unit: string): CommandLine {
  return ['sudo', '-n', 'systemctl', 'reset-failed', unit];
}

/** The programs that answer look-ups on a host: each with its unit, and how its cache is emptied. */
export const resolverPrograms: Readonly<
  Record<Exclude<ResolverKind, 'resolv.conf'>, { readonly unit: string; readonly flush: CommandLine }>
> = {
  dnsmasq: {
    unit: 'dnsmasq.service',
    flush: ['sudo', '-n', 'systemctl', 'kill', '--signal=HUP', 'dnsmasq.service'],
  },
  'systemd-resolved': { unit: 'systemd-resolved.service', flush: ['sudo', '-n', 'resolvectl', 'flush-caches'] },
  unbound: { unit: 'unbound.service', flush: ['sudo', '-n', 'unbound-control', 'flush_zone', '.'] },
};
