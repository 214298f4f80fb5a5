import type {
  CertificateDefinition,
  CertificateFindings,
  SeenCertificate,
  ServedCertificate,
} from '../../../model/certificate/certificate.ts';

/** The moment at which {@link certificateFindings} were made. */
const lookedAt = '2026-06-01T00:00:00.000Z';

const day = 24 * 60 * 60 * 1_000;

/** A moment so many days after {@link lookedAt}. */
export function inDays(days: number): string {
  return new Date(Date.parse(lookedAt) + days * day).toISOString();
}

/** A certificate of three months that is half over, for the right name. */
function aCertificate(overrides: Partial<ServedCertificate> = {}): ServedCertificate {
  return {
    subject: 'CN=shop.test',
    issuer: 'CN=Test Authority',
    names: ['shop.test'],
    serial: '01',
    notBefore: inDays(-45),
    notAfter: inDays(45),
    coversName: true,
    chainProblem: null,
    ...overrides,
  };
}

/** What differs in one that ends in ten days. */
export const dueCertificate = { serial: '01', notBefore: inDays(-80), notAfter: inDays(10) };

interface Seen {
  readonly served?: Partial<ServedCertificate> | string | null;
  readonly filed?: Partial<SeenCertificate> | string | null;
}

/** The same certificate served and in the file, renewable and reloadable; a text is why it could not be read. */
export function certificateFindings(
  { served = {}, filed = {} }: Seen = {},
  overrides: Partial<Omit<CertificateFindings, 'served' | 'filed'>> = {},
): CertificateFindings {
  return {
    name: 'shop',
    endpoint: 'shop.test:443',
    serverName: 'shop.test',
    served: reading(served),
    filed: reading(filed),
    clockAheadMs: 0,
    at: lookedAt,
    renewBeforeMs: 21 * day,
    canRenew: true,
    canReload: true,
    ...overrides,
  };
}

/** A certificate that ends in ten days, served and in the file. */
export function aDueCertificate(overrides: Parameters<typeof certificateFindings>[1] = {}): CertificateFindings {
  return certificateFindings({ served: dueCertificate, filed: dueCertificate }, overrides);
}

function reading(seen: Partial<ServedCertificate> | string | null) {
  if (seen === null) return null;
  return typeof seen === 'string' ? { problem: seen } : { certificate: aCertificate(seen) };
}

/** A certificate that is looked at in a file alone. */
export function aDescribedCertificate(overrides: Partial<CertificateDefinition> = {}): CertificateDefinition {
  return {
    name: 'shop',
    host: 'host-1',
    match: { certificate: 'shop' },
    endpoint: null,
    file: { path: '/etc/tls/shop.pem', asRoot: false },
    authorities: null,
    renew: ['renew-shop'],
    reload: null,
    renewBeforeMs: 21 * day,
    commandTimeoutMs: 10_000,
    ...overrides,
  };
}
