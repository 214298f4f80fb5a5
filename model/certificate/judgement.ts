import { durationInWords } from '../text/duration.ts';
import type { CertificateFindings, SeenCertificate, ServedCertificate } from './certificate.ts';

/**
 * What should become of a certificate: it is `fine`, somebody has to `renew` it, what serves it has to `reload` it,
 * `people` have to decide, or it is `unknown` because something could not be read.
 */
interface CertificateJudgement {
  readonly verdict: 'fine' | 'renew' | 'reload' | 'people' | 'unknown';
  /** One plain sentence for people. */
  readonly because: string;
}

/** Clocks further apart than this make dates worthless. */
const clockToleranceMs = 5 * 60 * 1_000;
/** What was issued within this time and is due again would be due again after a renewal, too. */
const freshMs = 24 * 60 * 60 * 1_000;

/** Judges a certificate by what was read, the gravest doubt first: whatever renewing would not mend is for people. */
export function judgeCertificate(findings: CertificateFindings): CertificateJudgement {
  const { served, filed, endpoint, serverName, name } = findings;
  const clock = wrongClock(findings);
  if (clock) return { verdict: 'people', because: clock };
  if (served && 'problem' in served)
    return { verdict: 'unknown', because: `what ${endpoint} serves could not be read: ${served.problem}` };
  if (filed && 'problem' in filed)
    return { verdict: 'unknown', because: `the file of ${name} could not be read: ${filed.problem}` };
  const [shown, lying] = [served?.certificate ?? null, filed?.certificate ?? null];
  const fault = faultOf(shown, lying, serverName);
  if (fault) return { verdict: 'people', because: fault };
  if (shown && lying && isNewer(lying, shown) && !isDue(lying, findings)) return forReload(shown, lying, findings);
  const decisive = shown ?? lying;
  if (!decisive) return { verdict: 'unknown', because: `nothing of ${name} is described that could be read` };
  const words = `${name} ${validityOf(decisive, findings.at)}`;
  if (!isDue(decisive, findings)) return { verdict: 'fine', because: words };
  return forRenewal(lying ?? decisive, words, findings);
}

function wrongClock({ clockAheadMs, at, served, filed }: CertificateFindings): string | null {
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > clockToleranceMs) {
    const direction = clockAheadMs > 0 ? 'ahead of' : 'behind';
    return `the clock of the host is ${durationInWords(Math.abs(clockAheadMs))} ${direction} the worker's: no date can be trusted`;
  }
  for (const reading of [served, filed]) {
    if (!reading || 'problem' in reading || reading.certificate.notBefore <= at) continue;
    return `a certificate is valid only from ${reading.certificate.notBefore}: a clock is wrong, or it was made for later`;
  }
  return null;
}

/** What a renewal would not mend. */
function faultOf(
  shown: ServedCertificate | null,
  lying: SeenCertificate | null,
  serverName: string | null,
): string | null {
  if (shown && !shown.coversName) return `what is served is not for ${serverName}, but for ${namesOf(shown)}`;
  if (lying && !lying.coversName) return `what lies in the file is not for ${serverName}, but for ${namesOf(lying)}`;
  if (shown?.chainProblem)
    return `the chain that is served does not lead to an authority that is trusted (${shown.chainProblem})`;
  return null;
}

function forReload(
  shown: ServedCertificate,
  lying: SeenCertificate,
  { canReload, at }: CertificateFindings,
): CertificateJudgement {
  const words = `a new certificate lies in the file (${validityOf(lying, at)}), but the old one is still served (${validityOf(shown, at)})`;
  if (canReload) return { verdict: 'reload', because: words };
  return { verdict: 'people', because: `${words}, and no reload command is described` };
}

function forRenewal(
  newest: SeenCertificate,
  words: string,
  { canRenew, at, renewBeforeMs }: CertificateFindings,
): CertificateJudgement {
  if (!canRenew) return { verdict: 'people', because: `${words}, and no renewal command is described` };
  const ageMs = Date.parse(at) - Date.parse(newest.notBefore);
  // An authority counts what it issues: asking again for the same is the way to be locked out.
  if (ageMs < freshMs && Date.parse(newest.notAfter) > Date.parse(at)) {
    const [age, before] = [durationInWords(ageMs), durationInWords(renewBeforeMs)];
    return {
      verdict: 'people',
      because: `${words}, although it was issued ${age} ago: another one would be due at once as well, with renewBefore ${before}`,
    };
  }
  return { verdict: 'renew', because: words };
}

function isDue({ notAfter }: SeenCertificate, { at, renewBeforeMs }: CertificateFindings): boolean {
  return Date.parse(notAfter) - Date.parse(at) <= renewBeforeMs;
}

function isNewer(one: SeenCertificate, other: SeenCertificate): boolean {
  return one.serial !== other.serial && one.notAfter > other.notAfter;
}

/** How long a certificate is valid, seen from a moment. */
export function validityOf({ notAfter }: SeenCertificate, at: string): string {
  const leftMs = Date.parse(notAfter) - Date.parse(at);
  return leftMs > 0 ? `is valid for ${durationInWords(leftMs)}` : `expired ${durationInWords(-leftMs)} ago`;
}

function namesOf({ names }: SeenCertificate): string {
  return names.length > 0 ? names.join(', ') : 'no name at all';
}
