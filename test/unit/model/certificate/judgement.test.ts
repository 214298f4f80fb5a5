import { describe, expect, it } from 'vitest';
import type { CertificateFindings } from '../../../../model/certificate/certificate.ts';
import { judgeCertificate } from '../../../../model/certificate/judgement.ts';
import { describeCertificate } from '../../../../model/certificate/story.ts';
import { certificateFindings, inDays } from '../../../support/certificates/certificates.ts';

const old = { serial: '01', notBefore: inDays(-80), notAfter: inDays(10) };
const fresh = { serial: '02', notBefore: inDays(-1.5), notAfter: inDays(88) };

function judge(...[seen, overrides]: Parameters<typeof certificateFindings>) {
  return judgeCertificate(certificateFindings(seen, overrides));
}

describe('a certificate', () => {
  it.each([
    ['is fine while it is not due', {}, 'fine', 'shop is valid for 45 d'],
    [
      'is renewed where what is served and what lies there is old',
      { served: old, filed: old },
      'renew',
      'valid for 10 d',
    ],
    [
      'is renewed when it has expired',
      { served: { ...old, notAfter: inDays(-2) }, filed: { ...old, notAfter: inDays(-2) } },
      'renew',
      'shop expired 2 d ago',
    ],
    [
      'is reloaded where a new one lies in the file',
      { served: old, filed: fresh },
      'reload',
      'but the old one is still served (is valid for 10 d)',
    ],
    [
      'is fine where a newer one is served than lies in the file',
      { served: fresh, filed: old },
      'fine',
      'valid for 88 d',
    ],
    ['is fine by its file alone', { served: null, filed: fresh }, 'fine', 'valid for 88 d'],
    ['is renewed by its file alone', { served: null, filed: old }, 'renew', 'valid for 10 d'],
    ['is fine by its endpoint alone', { served: fresh, filed: null }, 'fine', 'valid for 88 d'],
    [
      'of another name is for people',
      { served: { ...old, coversName: false, names: ['other.test'] } },
      'people',
      'what is served is not for shop.test, but for other.test',
    ],
    [
      'of another name in the file is for people',
      { served: old, filed: { ...fresh, coversName: false, names: [] } },
      'people',
      'what lies in the file is not for shop.test, but for no name at all',
    ],
    [
      'with a broken chain is for people',
      { served: { ...old, chainProblem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } },
      'people',
      '(UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
    ],
    [
      'that begins later is for people',
      { served: { notBefore: inDays(1) } },
      'people',
      'a clock is wrong, or it was made for later',
    ],
    [
      'that was issued today and is due again is for people',
      { served: { ...old, notBefore: inDays(-0.5) }, filed: { ...old, notBefore: inDays(-0.5) } },
      'people',
      'it was issued 12 h ago',
    ],
    [
      'that is not shown stays unknown',
      { served: 'no handshake (ECONNREFUSED)' },
      'unknown',
      'what shop.test:443 serves could not be read: no handshake (ECONNREFUSED)',
    ],
    [
      'that cannot be read stays unknown',
      { served: old, filed: 'openssl exits 1' },
      'unknown',
      'the file of shop could not be read: openssl exits 1',
    ],
  ] as const)('%s', (_what, seen, verdict, words) => {
    expect(judge(seen)).toEqual({ verdict, because: expect.stringContaining(words) as unknown });
  });

  it.each([
    ['to renew', { served: old, filed: old }, { canRenew: false }, 'no renewal command is described'],
    ['to reload', { served: old, filed: fresh }, { canReload: false }, 'no reload command is described'],
  ] as const)('is for people where nothing is described %s', (_what, seen, overrides, words) => {
    expect(judge(seen, overrides)).toEqual({ verdict: 'people', because: expect.stringContaining(words) as unknown });
  });

  it.each([
    [6 * 60_000, 'people', '6 min ahead of'],
    [-600_000, 'people', '10 min behind'],
    [4 * 60_000, 'renew', 'valid for 10 d'],
    [null, 'renew', 'valid for 10 d'],
  ] as const)('with a clock of the host that is ahead by %s is judged %s', (clockAheadMs, verdict, words) => {
    expect(judge({ served: old, filed: old }, { clockAheadMs })).toEqual({
      verdict,
      because: expect.stringContaining(words) as unknown,
    });
  });

  it.each([
    [21, 'renew'],
    [20.99, 'renew'],
    [21.01, 'fine'],
  ] as const)('that ends in %s days, with 21 as the limit, is judged %s', (days, verdict) => {
    const seen = { notAfter: inDays(days) };

    expect(judge({ served: seen, filed: seen }).verdict).toBe(verdict);
  });
});

describe('the story of a certificate', () => {
  it('tells the conclusion, then what was seen', () => {
    const findings: CertificateFindings = certificateFindings({ served: old, filed: 'openssl exits 1' });

    expect(describeCertificate(findings)).toBe(
      'the file of shop could not be read: openssl exits 1; ' +
        'served at shop.test:443: serial 01 for shop.test, by CN=Test Authority, is valid for 10 d (until 2026-06-11T00:00Z); ' +
        'in the file: openssl exits 1',
    );
  });
});
