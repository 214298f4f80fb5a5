import { levelNamed } from '../../../model/logs/log-level.ts';
import type { HostClock } from './timestamps.ts';
import { readTime } from './timestamps.ts';

const time = /(?:^|\s)(?:ts|time|timestamp|t)=(?:"([^"]{1,40})"|([^\s"]{1,40}))/;
const level = /(?:^|\s)(?:level|lvl|severity)="?([A-Za-z]{1,20})(?=["\s]|$)/;
const headLength = 500;

/** What a line of `key=value` says of itself. */
interface LogfmtFields {
  readonly at: number | null;
  readonly level: string | null;
  /** The line without its time. */
  readonly rest: string;
}

/** Reads time and level off a line of `key=value`; null where it names neither. */
export function readLogfmt(line: string, clock: HostClock): LogfmtFields | null {
  const head = line.slice(0, headLength);
  const timed = time.exec(head);
  const at = timed ? (readTime(`${timed[1] ?? timed[2] ?? ''} `, clock)?.at ?? null) : null;
  const named = levelNamed(level.exec(head)?.[1] ?? '');
  if (at === null && named === null) return null;
  return { at, level: named, rest: timed && at !== null ? line.replace(timed[0], '').trimStart() : line };
}
