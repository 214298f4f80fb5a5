import type { estypes } from '@elastic/elasticsearch';
import type { LogFieldRole, LogFields } from '../../../model/logs/elasticsearch.ts';
import { logFieldRoles } from '../../../model/logs/elasticsearch.ts';

/** A field that can be searched, in some indices or (null) in all of them. */
export interface SearchableField {
  readonly name: string;
  /** How it is asked: for a whole value, for words in a row, or for a number. */
  readonly by: 'value' | 'words' | 'number';
  readonly indices: readonly string[] | null;
}

/** Indices whose lines have their time in the same field. */
export interface TimeGroup {
  readonly time: string;
  readonly indices: readonly string[] | null;
}

/** What the indices of one pattern really have. */
export interface ResolvedFields {
  readonly groups: readonly TimeGroup[];
  /** Indices without any time field of ours. */
  readonly timeless: readonly string[];
  readonly searchable: Readonly<Record<LogFieldRole, readonly SearchableField[]>>;
  /** Fields that exist, by what they stand for, the preferred ones first. */
  readonly readable: LogFields;
}

type Capabilities = Pick<estypes.FieldCapsResponse, 'indices' | 'fields'>;

const byValue = new Set(['keyword', 'constant_keyword', 'wildcard', 'version']);
const byWords = new Set(['text', 'match_only_text']);
const byNumber = new Set(['byte', 'short', 'integer', 'long', 'unsigned_long', 'float', 'double', 'half_float']);
const times = new Set(['date', 'date_nanos']);

/** The names to ask for: each field and, for texts, its whole value beside it. */
export function namesToAsk(fields: LogFields): readonly string[] {
  return [...new Set(logFieldRoles.flatMap((role) => fields[role]).flatMap((name) => [name, wholeOf(name)]))];
}

/** Tells from the capabilities of fields, unmapped ones included, which of them can be used where. */
export function resolveFields(fields: LogFields, capabilities: Capabilities): ResolvedFields {
  const all = [capabilities.indices].flat();
  const exists = (name: string): boolean => typesOf(name, all, capabilities).size > 0;
  const perRole = <Value>(of: (names: readonly string[]) => Value) =>
    Object.fromEntries(logFieldRoles.map((role) => [role, of(fields[role])])) as Record<LogFieldRole, Value>;
  return {
    ...groupByTime(fields.time, all, capabilities),
    searchable: perRole((names) => names.flatMap((name) => searchableAs(name, all, capabilities))),
    readable: perRole((names) => names.filter(exists)),
  };
}

function groupByTime(
  names: readonly string[],
  all: readonly string[],
  capabilities: Capabilities,
): Pick<ResolvedFields, 'groups' | 'timeless'> {
  let left = all;
  const groups: TimeGroup[] = [];
  for (const time of names) {
    const dated = indicesOf(time, times, all, capabilities);
    const own = left.filter((index) => dated.has(index));
    if (own.length > 0) groups.push({ time, indices: own.length === all.length ? null : own });
    left = left.filter((index) => !dated.has(index));
  }
  return { groups, timeless: left };
}

/** A text is asked by its whole value where there is one beside it, else by its words. */
function searchableAs(name: string, all: readonly string[], capabilities: Capabilities): readonly SearchableField[] {
  const whole = indicesOf(wholeOf(name), byValue, all, capabilities);
  const texts = indicesOf(name, byWords, all, capabilities);
  const candidates: readonly (readonly [string, SearchableField['by'], ReadonlySet<string>])[] = [
    [name, 'value', indicesOf(name, byValue, all, capabilities)],
    [wholeOf(name), 'value', only(texts, (index) => whole.has(index))],
    [name, 'words', only(texts, (index) => !whole.has(index))],
    [name, 'number', indicesOf(name, byNumber, all, capabilities)],
  ];
  return candidates
    .filter(([, , indices]) => indices.size > 0)
    .map(([field, by, indices]) => ({
      name: field,
      by,
      indices: indices.size === all.length ? null : [...indices],
    }));
}

function only(indices: ReadonlySet<string>, fits: (index: string) => boolean): ReadonlySet<string> {
  return new Set([...indices].filter(fits));
}

function wholeOf(name: string): string {
  return `${name}.keyword`;
}

function indicesOf(
  name: string,
  wanted: ReadonlySet<string>,
  all: readonly string[],
  capabilities: Capabilities,
): ReadonlySet<string> {
  const types = [...typesOf(name, all, capabilities)].filter(([type]) => wanted.has(type));
  return new Set(types.flatMap(([, indices]) => indices));
}

/** The types that a field has, each with its indices; what is only mentioned as missing somewhere is none. */
function typesOf(
  name: string,
  all: readonly string[],
  { fields }: Capabilities,
): ReadonlyMap<string, readonly string[]> {
  const types = Object.entries(fields[name] ?? {}).filter(([type]) => type !== 'unmapped' && type !== 'object');
  return new Map(types.map(([type, { indices }]) => [type, indices === undefined ? all : [indices].flat()]));
}
