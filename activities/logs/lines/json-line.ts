import { levelNamed } from '../../../model/logs/log-level.ts';
import { plainLines } from '../../../model/text/markdown.ts';
import { levelNumbered } from './levels.ts';
import type { ParsedLine } from './parsed-line.ts';
import type { HostClock } from './timestamps.ts';
import { readTime } from './timestamps.ts';

type Json = Readonly<Record<string, unknown>>;

const times = ['@timestamp', 'timestamp', 'time', 'ts', 't', 'datetime', 'asctime'];
const levelNames = ['log.level', 'level', 'severity', 'severity_text', 'lvl', 'levelname', 'loglevel'];
const messages = ['message', 'msg', 'short_message', 'body', 'text', 'event', 'log'];
const causes = ['error.message', 'err.message', 'exception.message', 'error', 'err', 'exception'];
const stacks = ['error.stack_trace', 'error.stack', 'err.stack', 'exception.stacktrace', 'stack_trace', 'stack'];
const traces = ['trace.id', 'trace_id', 'traceId', 'traceID', 'dd.trace_id'];
const services = ['service.name', 'service', 'app', 'application'];

/** Reads a line that is an object of JSON, by the names that the usual libraries give; null for any other line. */
export function readJsonLine(text: string, clock: HostClock): ParsedLine | null {
  const json = objectOf(text);
  if (!json) return null;
  const level = first(json, levelNames);
  const message = textOf(first(json, messages));
  const cause = textOf(first(json, causes));
  return {
    at: timeOf(first(json, times), clock),
    level: typeof level === 'number' ? levelNumbered(level) : levelNamed(textOf(level) ?? ''),
    service: textOf(first(json, services)),
    message: [message, cause !== null && message?.includes(cause) ? null : cause].filter(Boolean).join(': ') || text,
    traceId: textOf(first(json, traces)),
    stack: textOf(first(json, stacks)),
    isHead: true,
  };
}

function objectOf(text: string): Json | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** The first of these fields that is there and says something, written flat or nested. */
function first(json: Json, paths: readonly string[]): unknown {
  for (const path of paths) {
    const value = json[path] ?? nested(json, path.split('.'));
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return value;
  }
  return undefined;
}

function nested(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return nested((value as Json)[key], rest);
}

/** Colours may be written as escapes of JSON, which nobody has seen before. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? plainLines(value) : null;
}

/** A number counts seconds, milli-, micro- or nanoseconds: whichever lies in our time. */
function timeOf(value: unknown, clock: HostClock): number | null {
  if (typeof value === 'string') return readTime(`${value} `, clock)?.at ?? null;
  if (typeof value !== 'number' || value < 1e9) return null;
  const unit = [1e12, 1e15, 1e18].findIndex((limit) => value < limit);
  return Math.floor(value * ([1_000, 1, 1e-3][unit] ?? 1e-6));
}
