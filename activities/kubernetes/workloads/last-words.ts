import { exitReasonOf } from '../../../detection/logs/lines/exit-reasons.ts';
import { continuesStack, rootCauseOf } from '../../../detection/logs/lines/stack-traces.ts';
import { plainLines } from '../../../model/text/markdown.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import { maskSecrets } from '../../../model/text/redaction.ts';

/** What a container has said before it ended. Texts are masked. */
export interface LastWords {
  /** The last lines, oldest first, each on one line. */
  readonly lines: readonly string[];
  /** The line that explains best why it ended; null where none does. */
  readonly telling: string | null;
  /** The whole of it, masked. */
  readonly text: string;
}

const maxLineLength = 300;
const mostLines = 6;
const isBad = /\b(?:fatal|panic|critical|severe|error|exception|traceback)\b/i;

/** Reads the end of a log; null where nothing is written in it. */
export function lastWordsOf(raw: string): LastWords | null {
  // Masked as a whole: a secret may go over several lines.
  const text = maskSecrets(plainLines(raw)).trimEnd();
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return null;
  return {
    lines: lines.slice(-mostLines).map((line) => maskedLine(line, maxLineLength)),
    telling: tellingLine(lines),
    text,
  };
}

/** The root cause of the last stack trace, else the first line that names a known reason, else the last bad line. */
function tellingLine(lines: readonly string[]): string | null {
  const trace = lines.findLastIndex(continuesStack);
  if (trace > 0) {
    const begin = lines.findLastIndex((line, at) => at < trace && !continuesStack(line));
    const cause = rootCauseOf(lines.slice(Math.max(0, begin), trace + 2).join('\n'));
    if (cause) return maskedLine(cause, maxLineLength);
  }
  const known = lines.findLast((line) => exitReasonOf(line)?.isCause === true);
  const bad = known ?? lines.findLast((line) => isBad.test(line.slice(0, 2_000)));
  return bad === undefined ? null : maskedLine(bad, maxLineLength);
}
