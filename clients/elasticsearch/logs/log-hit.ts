import type { estypes } from '@elastic/elasticsearch';
import type { LogFieldRole, LogFields } from '../../../model/logs/elasticsearch.ts';
import { normalisedLevel } from '../../../model/logs/log-level.ts';
import type { LogLine } from '../../../model/logs/log-line.ts';
import type { LogSubject } from '../../../model/logs/log-subject.ts';
import { plainLines, shorten } from '../../../model/text/markdown.ts';

type Hit = Pick<estypes.SearchHit, '_id' | 'fields' | 'ignored_field_values' | 'sort'>;

/** No more of a message or a stack trace is kept. */
const maxText = 8_192;
/** Nor of the name of a service or a trace. */
const maxName = 200;

/** A line as it was found; null for one without words or without a time, and for one of nobody who was asked for. */
export function lineOf(hit: Hit, fields: LogFields, subjects: readonly LogSubject[]): LogLine | null {
  const values = (role: LogFieldRole): readonly unknown[] => fields[role].flatMap((name) => valuesOf(hit, name));
  const text = (role: LogFieldRole, length: number): string | null => {
    const first = firstText(values(role));
    // Colours would hide words from the analysis, and secrets from the masks.
    return first === null ? null : shorten(plainLines(first.slice(0, 2 * length)), length);
  };
  const message = text('message', maxText);
  const at = Number(hit.sort?.[0]);
  if (message === null || !Number.isFinite(at)) return null;
  if (!subjects.some((subject) => mayBe(subject, (role) => values(role).map(String)))) return null;
  const [level] = values('level').flatMap((said) => normalisedLevel(said) ?? []);
  return {
    at,
    level: level ?? null,
    service: text('service', maxName),
    message,
    traceId: text('traceId', maxName),
    stack: text('stack', maxText),
    id: hit._id ?? null,
  };
}

/** A value may be too long for its index, and is then kept elsewhere. */
function valuesOf(hit: Hit, name: string): readonly unknown[] {
  const values = (hit.fields?.[name] ?? hit.ignored_field_values?.[name]) as unknown;
  return Array.isArray(values) ? values : [];
}

function firstText(values: readonly unknown[]): string | null {
  const [value] = values.filter((one) => one !== null && one !== undefined && one !== '');
  if (value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

// Hashes of Kubernetes have no vowels, so that the pods of `web` are told from those of `web-admin`.
const podSuffix =
  /^(?:-(?:[bcdfghjklmnpqrstvwxz2456789]{1,10}|\d{8,10}))?-(?:[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,5})$/;

/** A query by words or by a beginning finds too much. */
function mayBe(
  { host, services, namespace, workload }: LogSubject,
  valuesIn: (role: LogFieldRole) => readonly string[],
): boolean {
  const isAny = (role: LogFieldRole, fits: (value: string) => boolean): boolean => {
    const values = valuesIn(role);
    return values.length === 0 || values.some(fits);
  };
  return (
    (host === null ||
      isAny('host', (value) => value === host || (!host.includes('.') && value.startsWith(`${host}.`)))) &&
    (services.length === 0 || isAny('service', (value) => services.includes(value))) &&
    (namespace === null || isAny('namespace', (value) => value === namespace)) &&
    (workload === null ||
      isAny(
        'pod',
        (value) => value === workload || (value.startsWith(workload) && podSuffix.test(value.slice(workload.length))),
      ))
  );
}
