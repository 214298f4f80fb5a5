import type { LogReading } from '../logs/log-reading.ts';
import type { CheckResult } from './check.ts';

/** The end of a log, masked and capped, and where it came from. */
export interface LogExcerpt {
  readonly source: string;
  readonly text: string;
  /** Whether older lines were left out. */
  readonly truncated: boolean;
}

/** What a runbook found out before it plans. */
export interface Diagnosis {
  /** One plain sentence for people. */
  readonly conclusion: string;
  /** What was found, for people: at most 40 plain lines, masked. Absent where the conclusion says it all. */
  readonly details?: readonly string[];
  readonly checks: readonly CheckResult[];
  readonly logs: LogExcerpt | null;
  /** What the logs say of the time of the trouble; absent where the runbook does not read them. */
  readonly reading?: LogReading | null;
}
