import { getCACertificates } from 'node:tls';

/** The authorities that Node.js and this machine trust, in PEM. */
export function usualAuthorities(): readonly string[] {
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
}
