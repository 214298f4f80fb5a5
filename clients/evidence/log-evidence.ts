import type { LogFinding } from '../../model/logs/log-finding.ts';
import type { LogLine } from '../../model/logs/log-line.ts';
import type { Target } from '../../model/target.ts';

/** The lines that an incident was judged by, and what was found in them. Everything in it is masked. */
export interface LogEvidence {
  /** The workflow id of the incident. */
  readonly incident: string;
  readonly target: Target;
  /** Where the lines come from, for people. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly findings: readonly LogFinding[];
  readonly lines: readonly LogLine[];
}

/**
 * Keeps evidence for as long as operators want, and answers by what people find it.
 * The same evidence of the same incident kept twice is one document.
 *
 * @throws EvidenceUnavailableError
 */
export type KeepLogEvidence = (evidence: LogEvidence) => Promise<string>;
