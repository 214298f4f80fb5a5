import type { CertificateFindings } from '../../../model/certificate/certificate.ts';
import { judgeCertificate } from '../../../model/certificate/judgement.ts';
import { describeCertificate } from '../../../model/certificate/story.ts';
import type { Diagnosis } from '../../../model/remediation/diagnosis.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { readCertificates } from '../../runbook/steps.ts';

const alertNames = [
  'BlackboxSslCertificateWillExpireSoon',
  'BlackboxSslCertificateExpired',
  'SslCertificateExpiry',
  'SSLCertExpiringSoon',
  'CertificateExpiringSoon',
  'NodeCertificateExpiring',
  'X509CertificateExpiration',
  'X509CertificateRenewal',
];

interface CertificateDiagnosis extends Diagnosis {
  readonly certificate: CertificateFindings;
}

/** A certificate ends soon: renew it once if it is due, have it served, and prove that clients get the new one. */
export const certificateExpiring: Runbook<CertificateDiagnosis> = {
  summary: 'A certificate ends soon: renew it by the allowed command, have it served, and prove that it is.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,

  answers: alertsCalled(alertNames),

  async diagnose({ target }) {
    const certificate = await readCertificates(target);
    return { conclusion: describeCertificate(certificate), checks: [], logs: null, certificate };
  },

  plan({ target }, { certificate }) {
    const { verdict, because } = judgeCertificate(certificate);
    const { name, canReload } = certificate;
    const reload = { action: 'reload-certificate', target } as const;
    switch (verdict) {
      case 'fine':
        return { noPlan: 'already-healthy', because };
      case 'unknown':
        return { noPlan: 'no-plan', because };
      case 'people':
        return { noPlan: 'diagnosis-only', because };
      case 'reload':
        return [{ summary: `reload what serves the certificate ${name}`, actions: [reload] }];
      case 'renew': {
        const renew = { action: 'renew-certificate', target } as const;
        if (!canReload) return [{ summary: `renew the certificate ${name}`, actions: [renew] }];
        return [{ summary: `renew the certificate ${name} and reload what serves it`, actions: [renew, reload] }];
      }
    }
  },

  proofOfHealth: ({ target }) => [{ check: 'certificate-valid', target }],
};
