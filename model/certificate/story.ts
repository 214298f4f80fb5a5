import type { CertificateFindings, Reading, SeenCertificate, ServedCertificate } from './certificate.ts';
import { judgeCertificate, validityOf } from './judgement.ts';

/** What was found out about a certificate, in one line for people: the conclusion, then the evidence. */
export function describeCertificate(findings: CertificateFindings): string {
  const { endpoint, served, filed, at } = findings;
  const parts = [
    judgeCertificate(findings).because,
    ...(served ? [`served at ${endpoint}: ${readingWords(served, at)}`] : []),
    ...(filed ? [`in the file: ${readingWords(filed, at)}`] : []),
  ];
  return parts.join('; ');
}

function readingWords(reading: Reading<SeenCertificate | ServedCertificate>, at: string): string {
  if ('problem' in reading) return reading.problem;
  const { subject, issuer, names, serial, notAfter } = reading.certificate;
  const whom = names.length > 0 ? names.join(', ') : subject;
  const validity = `${validityOf(reading.certificate, at)} (until ${notAfter.slice(0, 16)}Z)`;
  return `serial ${serial} for ${whom}, by ${issuer}, ${validity}`;
}
