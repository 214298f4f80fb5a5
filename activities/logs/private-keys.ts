import type { LogLine } from '../../model/logs/log-line.ts';

const begins = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;
const ends = /-----END [A-Z ]{0,40}PRIVATE KEY-----/;
/** Lines of the largest key in use. */
const maxLines = 200;

/** Leaves out the lines of private keys that were logged line by line: each by itself looks like nothing secret. */
export function withoutPrivateKeys(lines: readonly LogLine[]): readonly LogLine[] {
  const linesLeft = new Map<string | null, number>();
  return lines.filter(({ message, service }) => {
    const left = linesLeft.get(service) ?? 0;
    const isBegin = begins.test(message);
    const isEnd = ends.test(message);
    linesLeft.set(service, isEnd ? 0 : isBegin ? maxLines : Math.max(0, left - 1));
    // The first line may say more, and is masked like any other.
    return isBegin || left === 0;
  });
}
