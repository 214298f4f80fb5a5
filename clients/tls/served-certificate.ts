import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import type { CertificateEndpoint, Reading, ServedCertificate } from '../../model/certificate/certificate.ts';
import { readCertificate } from './read-certificate.ts';
import { usualAuthorities } from './usual-authorities.ts';

interface HandshakeOptions {
  /** A file with authorities to trust besides those of Node.js and of this machine; null for those alone. */
  readonly authorities: string | null;
  readonly timeoutMs: number;
}

/** What OpenSSL says where the dates of a certificate are all that it looked at. */
const aboutDates = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/**
 * Shakes hands with an endpoint and reads the certificate that it shows, whatever it is worth; nothing is sent or
 * believed. Never rejects.
 */
export async function readServedCertificate(
  { host, port, serverName }: CertificateEndpoint,
  { authorities, timeoutMs }: HandshakeOptions,
): Promise<Reading<ServedCertificate>> {
  let socket: TLSSocket | undefined;
  try {
    const ca = await trusted(authorities);
    // RFC 6066 allows no addresses as server names.
    const name = isIP(serverName) ? {} : { servername: serverName };
    socket = connect({ host, port, ca, ...name, rejectUnauthorized: false });
    // Whatever comes after the handshake does not matter.
    socket.on('error', () => undefined);
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) });
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) return { problem: 'it shows no certificate' };
    const seen = readCertificate(certificate, serverName);
    return { certificate: { ...seen, chainProblem: chainProblemOf(socket, certificate) } };
  } catch (error) {
    return { problem: problemOf(error) };
  } finally {
    socket?.destroy();
  }
}

async function trusted(authorities: string | null): Promise<string[]> {
  return authorities === null ? [...usualAuthorities()] : [...usualAuthorities(), await readFile(authorities, 'utf8')];
}

function chainProblemOf({ authorizationError }: TLSSocket, certificate: X509Certificate): string | null {
  // Declared as an error, and a code in truth.
  const code = authorizationError ? String(authorizationError) : null;
  if (code === null || code === 'ERR_TLS_CERT_ALTNAME_INVALID') return null;
  const { validFromDate, validToDate } = certificate;
  const isOutOfDate = validToDate.getTime() <= Date.now() || validFromDate.getTime() > Date.now();
  return aboutDates.has(code) && isOutOfDate ? null : code;
}

function problemOf(error: unknown): string {
  const { name, code, path } = error as { name?: string; code?: unknown; path?: unknown };
  if (name === 'AbortError') return 'no handshake in time';
  if (typeof path === 'string') return `the file of authorities cannot be read (${String(code)})`;
  return `no handshake (${typeof code === 'string' ? code : 'error'})`;
}
