import { severityOf } from '../../detection/logs/lines/severity.ts';
import type { LogFinding } from '../../model/logs/log-finding.ts';
import type { LogLine } from '../../model/logs/log-line.ts';
import { plainLines, shorten } from '../../model/text/markdown.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import { maskSecrets } from '../../model/text/redaction.ts';

const maxLines = 500;
const maxBytes = 256 * 1024;
const maxMessageLength = 4_096;
/** Lines around the first of a finding. */
const context = { before: 20, after: 60 } as const;

/**
 * The lines that people want to see behind the findings, oldest first and masked: those around the first of each finding,
 * then what else is bad, then what was written last.
 */
export function excerptOf(lines: readonly LogLine[], findings: readonly LogFinding[]): readonly LogLine[] {
  const wanted = new Set<number>();
  for (const { firstSeenAt } of findings) {
    const at = lines.findIndex((line) => line.at >= firstSeenAt);
    if (at < 0) continue;
    const to = Math.min(lines.length, at + context.after);
    for (let index = Math.max(0, at - context.before); index < to; index++) wanted.add(index);
  }
  lines.forEach((line, index) => severityOf(line) > 1 && wanted.add(index));
  for (let index = lines.length - 1; index >= 0 && wanted.size < maxLines; index--) wanted.add(index);

  const kept: { readonly index: number; readonly line: LogLine }[] = [];
  let bytes = 0;
  for (const index of [...wanted].slice(0, maxLines)) {
    const line = lines[index] && masked(lines[index]);
    bytes += line ? Buffer.byteLength(JSON.stringify(line)) : 0;
    if (bytes > maxBytes) break;
    if (line) kept.push({ index, line });
  }
  return kept.toSorted((one, other) => one.index - other.index).map(({ line }) => line);
}

function masked(line: LogLine): LogLine {
  return {
    at: line.at,
    level: line.level === null ? null : word(line.level),
    service: line.service === null ? null : word(line.service),
    message: text(line.message),
    traceId: line.traceId === null ? null : word(line.traceId),
    stack: line.stack === null ? null : text(line.stack),
    id: line.id === null ? null : word(line.id),
  };
}

/** Colours go first, because they may stand between a key and its secret. */
function text(raw: string): string {
  return shorten(maskSecrets(plainLines(raw.slice(0, 2 * maxMessageLength))), maxMessageLength);
}

function word(raw: string): string {
  return maskedLine(raw.slice(0, 400), 200);
}
