import type { RunOnHost } from '../../clients/commands/command.ts';
import { readCertificateCommand } from '../../clients/hosts/sudo-commands.ts';
import { firstCertificateIn, readCertificate } from '../../clients/tls/read-certificate.ts';
import { readServedCertificate } from '../../clients/tls/served-certificate.ts';
import type {
  CertificateDefinition,
  CertificateFindings,
  Reading,
  SeenCertificate,
  ServedCertificate,
} from '../../model/certificate/certificate.ts';
import type { Target } from '../../model/target.ts';
import { lastWords } from '../commands/last-words.ts';
import { lookTimeout, problemWords } from '../commands/looking.ts';
import type { FindCertificate } from '../described/certificates.ts';

interface CertificateDependencies {
  readonly findCertificate: FindCertificate;
  readonly runOnHost: RunOnHost;
}

const handshakeMs = 10_000;

/** The activities that look at certificates and change nothing. */
export function createCertificateActivities({ findCertificate, runOnHost }: CertificateDependencies) {
  return {
    /** Looks at a described certificate where it is served and where it lies. What cannot be read is said so. */
    readCertificates: ({ target }: { readonly target: Target }): Promise<CertificateFindings> =>
      lookAtCertificate(findCertificate(target), runOnHost),
  };
}

/** Looks at a certificate from all sides at the same time. Never rejects. */
export async function lookAtCertificate(
  definition: CertificateDefinition,
  runOnHost: RunOnHost,
): Promise<CertificateFindings> {
  const { name, endpoint, renew, reload, renewBeforeMs } = definition;
  const [served, filed, clockAheadMs] = await Promise.all([
    lookAtServed(definition),
    lookAtFile(definition, runOnHost),
    clockAhead(definition, runOnHost),
  ]);
  return {
    name,
    endpoint: endpoint && `${endpoint.host}:${endpoint.port}`,
    serverName: endpoint?.serverName ?? null,
    served,
    filed,
    clockAheadMs,
    at: new Date().toISOString(),
    renewBeforeMs,
    canRenew: renew !== null,
    canReload: reload !== null,
  };
}

/** What is served; null without an endpoint. */
export async function lookAtServed({
  endpoint,
  authorities,
}: CertificateDefinition): Promise<Reading<ServedCertificate> | null> {
  return endpoint && readServedCertificate(endpoint, { authorities, timeoutMs: handshakeMs });
}

/** What lies in the file; null without one. A private key in the same file stays where it is. */
export async function lookAtFile(
  { file, host, endpoint, commandTimeoutMs }: CertificateDefinition,
  runOnHost: RunOnHost,
): Promise<Reading<SeenCertificate> | null> {
  if (!file) return null;
  const outcome = await runOnHost(host, readCertificateCommand(file), { timeoutMs: lookTimeout(commandTimeoutMs) });
  const { exitCode, problem, output } = outcome;
  if (problem) return { problem: `the command that reads it ${problemWords[problem]}` };
  if (exitCode !== 0) return { problem: `openssl exits ${exitCode}${lastWords(outcome, 120)}` };
  const certificate = firstCertificateIn(output);
  if (!certificate) return { problem: 'there is no certificate in it' };
  return { certificate: readCertificate(certificate, endpoint?.serverName ?? null) };
}

async function clockAhead(
  { host, commandTimeoutMs }: CertificateDefinition,
  runOnHost: RunOnHost,
): Promise<number | null> {
  const askedAt = Date.now();
  const outcome = await runOnHost(host, ['date', '-u', '+%s'], { timeoutMs: lookTimeout(commandTimeoutMs) });
  const seconds = /^\d{1,12}$/.exec(outcome.output.trim());
  if (outcome.exitCode !== 0 || !seconds) return null;
  // It was read at some moment in between, and cut to whole seconds.
  const [earliest, latest] = [askedAt - 1_000, Date.now()];
  const read = Number(seconds[0]) * 1_000;
  return read < earliest ? read - earliest : Math.max(0, read - latest);
}
