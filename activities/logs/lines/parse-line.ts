import { plainLines } from '../../../model/text/markdown.ts';
import { readJsonLine } from './json-line.ts';
import { levelIn } from './levels.ts';
import { readLogfmt } from './logfmt.ts';
import type { ParsedLine } from './parsed-line.ts';
import type { HostClock } from './timestamps.ts';
import { readTime } from './timestamps.ts';

/** Beyond this a line is not read. */
const maxLength = 16_384;
const trace = /\btrace[._-]?id["']?[=:]["']?\s?([0-9a-f]{8,64})\b/i;

/** Reads one line of whatever format, as far as it says what it is. Nothing in it is masked. */
export function parseLine(text: string, clock: HostClock): ParsedLine {
  const line = plainLines(text.slice(0, maxLength)).trimEnd();
  const json = readJsonLine(line, clock);
  if (json) return json;
  const begun = readTime(line, clock);
  const rest = begun?.rest ?? line;
  const pairs = readLogfmt(rest, clock);
  const level = pairs?.level ?? levelIn(line);
  const at = begun?.at ?? pairs?.at ?? null;
  return {
    at,
    level,
    service: null,
    message: pairs?.rest ?? rest,
    traceId: trace.exec(line.slice(0, 2_000))?.[1] ?? null,
    stack: null,
    isHead: at !== null,
  };
}
