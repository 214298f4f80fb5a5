import type { LabelMatcher } from '../alert/matcher.ts';
import type { CommandLine } from '../service.ts';
import type { Target } from '../target.ts';
import { canonicalPath } from '../target.ts';

/** Where a certificate is served. */
export interface CertificateEndpoint {
  readonly host: string;
  readonly port: number;
  /** The name that a client asks for, and that the certificate must cover. */
  readonly serverName: string;
}

/** A certificate as operators describe it; only described ones are ever renewed. */
export interface CertificateDefinition {
  readonly name: string;
  /** Where it lies, and where its commands run. */
  readonly host: string;
  readonly match: LabelMatcher;
  /** Null where it is looked at on the host alone. */
  readonly endpoint: CertificateEndpoint | null;
  /** The file that it is served from; null only where nothing may be done about it. */
  readonly file: { readonly path: string; readonly asRoot: boolean } | null;
  /** A file of the worker's machine with authorities to trust besides those that it knows. */
  readonly authorities: string | null;
  readonly renew: CommandLine | null;
  readonly reload: CommandLine | null;
  /** It is due when it is valid for no longer than this. */
  readonly renewBeforeMs: number;
  readonly commandTimeoutMs: number;
}

/** What a certificate says of itself, each text masked, short and on one line. */
export interface SeenCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** The first of the names that it is for. */
  readonly names: readonly string[];
  /** In hexadecimal digits. */
  readonly serial: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Whether it is for the name that clients ask for; true where none is described. */
  readonly coversName: boolean;
}

/** One that is served. */
export interface ServedCertificate extends SeenCertificate {
  /** What is wrong with its chain, as a code of OpenSSL; null where nothing is, or where its own dates hide it. */
  readonly chainProblem: string | null;
}

/** A certificate, or why it could not be read, in words. */
export type Reading<Certificate> = { readonly certificate: Certificate } | { readonly problem: string };

/** A certificate where it is served and where it lies. */
export interface CertificateFindings {
  readonly name: string;
  /** Such as `shop.example.com:443`; null without an endpoint. */
  readonly endpoint: string | null;
  readonly serverName: string | null;
  /** Null without an endpoint. */
  readonly served: Reading<ServedCertificate> | null;
  /** Null without a file. */
  readonly filed: Reading<SeenCertificate> | null;
  /** By how much the host's clock is ahead of the worker's; null where it did not say. */
  readonly clockAheadMs: number | null;
  /** When it was looked at, by the worker's clock, ISO 8601. */
  readonly at: string;
  readonly renewBeforeMs: number;
  readonly canRenew: boolean;
  readonly canReload: boolean;
}

/** The target of a described certificate. */
export function certificateTarget({ host, name }: Pick<CertificateDefinition, 'host' | 'name'>): Target {
  return canonicalPath('host', host, 'certificate', name);
}
