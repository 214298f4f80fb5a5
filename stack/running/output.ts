import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Where the lines of a process go, besides being remembered for an error message. */
export interface OutputOptions {
  readonly logFile?: string;
  readonly onOutput?: (line: string) => void;
}

/** The output of one process. */
interface Output {
  readonly from: (stream: Readable) => void;
  /** The last lines, indented, for an error message. */
  readonly lastWords: () => string;
  readonly close: () => void;
}

const remembered = 20;
const longestLine = 500;

/** Collects the lines of a process; a log file is appended to, so that restarts share one. */
export function openOutput({ logFile, onOutput }: OutputOptions): Output {
  if (logFile) mkdirSync(dirname(logFile), { recursive: true });
  const file = logFile ? createWriteStream(logFile, { flags: 'a' }) : undefined;
  // A log that cannot be written, for instance on a full disk, must not take the process down with it.
  file?.on('error', () => {});
  const lines: string[] = [];

  const take = (line: string): void => {
    lines.push(line.slice(0, longestLine));
    if (lines.length > remembered) lines.shift();
    file?.write(`${line}\n`);
    onOutput?.(line);
  };

  return {
    from: (stream) => void createInterface({ input: stream, crlfDelay: Infinity }).on('line', take),
    lastWords: () => (lines.length === 0 ? '  (it printed nothing)' : lines.map((line) => `  ${line}`).join('\n')),
    close: () => void file?.end(),
  };
}
