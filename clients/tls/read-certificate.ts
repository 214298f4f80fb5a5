import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { SeenCertificate } from '../../model/certificate/certificate.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

const maxText = 120;
const maxNames = 5;

/**
 * Reads what a certificate says of itself; its texts were chosen by whoever made it.
 *
 * @param serverName what clients ask for; null where that does not matter.
 */
export function readCertificate(certificate: X509Certificate, serverName: string | null): SeenCertificate {
  const { subject, issuer, subjectAltName, serialNumber, validFromDate, validToDate } = certificate;
  return {
    subject: maskedLine(subject, maxText),
    issuer: maskedLine(issuer, maxText),
    names: namesIn(subjectAltName ?? ''),
    serial: maskedLine(serialNumber, maxText),
    notBefore: validFromDate.toISOString(),
    notAfter: validToDate.toISOString(),
    coversName: serverName === null || covers(certificate, serverName),
  };
}

/** The first certificate in PEM among whatever else a text holds; undefined where there is none that can be read. */
export function firstCertificateIn(text: string): X509Certificate | undefined {
  const [pem] = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,32000}-----END CERTIFICATE-----/.exec(text) ?? [];
  if (pem === undefined) return undefined;
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function covers(certificate: X509Certificate, serverName: string): boolean {
  const name = isIP(serverName) ? certificate.checkIP(serverName) : certificate.checkHost(serverName);
  return name !== undefined;
}

/** Such as `DNS:shop.example.com, IP Address:10.0.0.7`; what is quoted was made to confuse, and stays together. */
function namesIn(subjectAltName: string): readonly string[] {
  const names = subjectAltName.match(/(?:DNS|IP Address):(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
  return names.slice(0, maxNames).map((name) => maskedLine(name.slice(name.indexOf(':') + 1), maxText));
}
