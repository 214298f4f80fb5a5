import { bytesOf } from '../text/markdown.ts';
import type { LogFinding } from './log-finding.ts';
import { isTextOrNull } from '../shapes.ts';

/** What a history may get by one reading. */
const maxReadingBytes = 8 * 1024;
/** Findings of one reading that enter a history. */
export const maxFindings = 5;

/** Lines of one window. */
export interface LogCount {
  /** Lines that were read. */
  readonly read: number;
  /** Lines that there are; null where nobody has counted them. */
  readonly total: number | null;
}

/** What reading the logs of an incident came to, for its history: at most 8 KiB. Its texts are masked and on one line. */
export interface LogReading {
  /** Where the lines come from, for people; null where none could be read. */
  readonly source: string | null;
  /** The time of the incident that was read, ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  readonly before: LogCount;
  readonly during: LogCount;
  /** What may have caused the incident, the most probable first. */
  readonly findings: readonly LogFinding[];
  /** By what people find the lines that were kept; null where none were. */
  readonly evidence: string | null;
  /** The page on which people read on; null where there is none. */
  readonly link: string | null;
  /** What could not be read or kept, and why; null where nothing went wrong. */
  readonly problem: string | null;
}

/** Whether a value has the shape that people are shown; who may signal an incident may send anything. */
export function isLogReading(value: unknown): value is LogReading {
  const { source, from, to, before, during, findings, evidence, link, problem } = (value ?? {}) as Readonly<
    Partial<Record<keyof LogReading, unknown>>
  >;
  return (
    [from, to].every((text) => typeof text === 'string') &&
    [source, evidence, link, problem].every(isTextOrNull) &&
    isLogCount(before) &&
    isLogCount(during) &&
    Array.isArray(findings) &&
    findings.length <= maxFindings &&
    findings.every(isShownFinding) &&
    bytesOf([JSON.stringify(value)]) <= maxReadingBytes
  );
}

function isLogCount(value: unknown): value is LogCount {
  const { read, total } = (value ?? {}) as Readonly<Partial<Record<keyof LogCount, unknown>>>;
  return typeof read === 'number' && (total === null || typeof total === 'number');
}

function isShownFinding(value: unknown): boolean {
  const { title, sample, rootCause, exitReason } = (value ?? {}) as Readonly<
    Partial<Record<keyof LogFinding, unknown>>
  >;
  return [title, sample].every((text) => typeof text === 'string') && [rootCause, exitReason].every(isTextOrNull);
}
