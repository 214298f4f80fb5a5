import type { LogLine } from '../../../model/logs/log-line.ts';
import { joinBlocks } from './join-blocks.ts';
import type { ParsedLine } from './parsed-line.ts';

/**
 * Lines with what belongs to each of them. A line without a time takes that of the line before it, the first ones that of
 * the first that bears one.
 *
 * @param service whose lines they are, where they do not say so themselves.
 * @param writtenAt the time of all where none bears one; without it none are left.
 */
export function timedLines(
  parsed: readonly ParsedLine[],
  service: string,
  writtenAt: number | null = null,
): readonly LogLine[] {
  const joined = joinBlocks(parsed);
  let at = joined.find((line) => line.at !== null)?.at ?? writtenAt;
  return joined.flatMap(({ isHead: _isHead, ...line }) => {
    at = line.at ?? at;
    return at === null ? [] : [{ ...line, at, service: line.service ?? service, id: null }];
  });
}
