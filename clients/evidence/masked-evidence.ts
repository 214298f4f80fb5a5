import { createHash } from 'node:crypto';
import type { LogLine } from '../../model/logs/log-line.ts';
import { canonicalJson } from '../../model/text/canonical-json.ts';
import { shorten } from '../../model/text/markdown.ts';
import { maskSecrets } from '../../model/text/redaction.ts';
import type { LogEvidence } from './log-evidence.ts';

/** Evidence as it may be kept: without secrets and within a size. */
interface KeptEvidence extends LogEvidence {
  /** The same for the same lines of the same incident. */
  readonly id: string;
  /** Lines for which there was no room. */
  readonly leftOut: number;
}

const maxBytes = 1_000_000;
/** What everything beside the lines may take. */
const bytesForTheRest = 50_000;
const maxText = 8_192;

/** Masks evidence and cuts it to a size; lines of findings, of errors and of warnings are kept before all others. */
export function maskedEvidence(evidence: LogEvidence): KeptEvidence {
  const { incident, target, source, from, to } = evidence;
  const samples = new Set(evidence.findings.flatMap(({ sampleId }) => sampleId ?? []));
  const kept = new Set<LogLine>();
  let left = maxBytes - bytesForTheRest;
  for (const line of evidence.lines.toSorted((one, other) => rankOf(one, samples) - rankOf(other, samples))) {
    left -= Buffer.byteLength(JSON.stringify(maskedLine(line))) + 1;
    if (left < 0) break;
    kept.add(line);
  }
  return {
    ...evidence,
    id: createHash('sha256').update(canonicalJson({ incident, target, source, from, to })).digest('hex').slice(0, 32),
    source: masked(source),
    findings: evidence.findings.slice(0, 50),
    lines: evidence.lines.filter((line) => kept.has(line)).map(maskedLine),
    leftOut: evidence.lines.length - kept.size,
  };
}

function rankOf({ id, level }: LogLine, samples: ReadonlySet<string>): number {
  if (id !== null && samples.has(id)) return 0;
  return { fatal: 1, error: 1, warn: 2 }[level ?? ''] ?? 3;
}

function maskedLine(line: LogLine): LogLine {
  const maskedOrNone = (text: string | null): string | null => (text === null ? null : masked(text));
  return {
    ...line,
    service: maskedOrNone(line.service),
    message: masked(line.message),
    stack: maskedOrNone(line.stack),
  };
}

function masked(text: string): string {
  return shorten(maskSecrets(text.slice(0, maxText)), maxText);
}
