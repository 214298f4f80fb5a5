import type { ExitReason } from '../../../model/logs/log-finding.ts';

/** How a reason shows itself, and whether it is a cause or only tells that something else is sick. */
interface Sign {
  readonly reason: ExitReason;
  readonly pattern: RegExp;
  readonly words: string;
  readonly isCause: boolean;
}

/** The first that matches counts. No expression has a nested or an unbounded repetition. */
const signs: readonly Sign[] = [
  sign(
    'out-of-memory',
    /out of memory|oom[-_ ]?kill|outofmemoryerror|cannot allocate memory|heap out of memory/i,
    'ran out of memory',
  ),
  sign('segmentation-fault', /segfault|segmentation fault|sigsegv|signal 11\b/i, 'crashed by a segmentation fault'),
  sign(
    'disk-full',
    /no space left on device|enospc|disk (?:is )?full|disk quota exceeded/i,
    'has no space left on a disk',
  ),
  sign('too-many-files', /too many open files|emfile/i, 'has too many open files'),
  sign('address-in-use', /address already in use|eaddrinuse/i, 'cannot listen: the address is in use'),
  sign(
    'certificate-invalid',
    /certificate (?:has |is )?(?:expired|not yet valid|verify failed)|certificate_expired|notafter/i,
    'met an expired or invalid certificate',
  ),
  sign(
    'dns-failure',
    /no such host|name resolution|enotfound|eai_again|unknownhostexception|nxdomain/i,
    'cannot resolve a name',
  ),
  sign(
    'permission-denied',
    /permission denied|eacces|operation not permitted|access denied/i,
    'was denied a permission',
  ),
  sign('panic', /\bpanic(?:ked)?\b/i, 'panicked'),
  sign(
    'database-stopped',
    /database system is shut(?:ting)? down|terminating connection due to administrator/i,
    'is a database that is being stopped',
  ),
  sign(
    'exit-code',
    /exit(?:ed)?[^.]{0,30}(?:code|status)[ =:]{0,3}(?!0\b)\d{1,3}\b/i,
    'exited with an error code',
    false,
  ),
  sign('killed-by-signal', /\bsigkill\b|killed by signal|signal 9\b/i, 'was killed by a signal', false),
  sign('connection-refused', /connection refused|econnrefused/i, 'is refused a connection', false),
  sign('timeout', /timed? ?out|deadline exceeded|etimedout/i, 'waits in vain for something', false),
];

function sign(reason: ExitReason, pattern: RegExp, words: string, isCause = true): Sign {
  return { reason, pattern, words, isCause };
}

/** What a line says about why its program failed; null where it says nothing. */
export function exitReasonOf(line: string): Omit<Sign, 'pattern'> | null {
  return signs.find(({ pattern }) => pattern.test(line.slice(0, 2_000))) ?? null;
}
