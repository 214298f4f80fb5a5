import type { LogFieldRole } from '../../../model/logs/elasticsearch.ts';
import { severeLevelNames, severeLevelNumber } from '../../../model/logs/log-level.ts';
import type { LogSubject } from '../../../model/logs/log-subject.ts';
import type { ResolvedFields, SearchableField } from './resolved-fields.ts';
import type { Query } from './search-once.ts';

/** No name is longer, and Elasticsearch refuses terms of more than 32 KB. */
const maxName = 1_000;

/** Fields in which a subject can be looked for. */
export type SearchableFields = ResolvedFields['searchable'];

/**
 * A query for the lines of any of the subjects; null where the fields can tell none of them. Whatever a subject says is
 * the value of a term, a prefix or a phrase and nothing else.
 */
export function subjectQuery(subjects: readonly LogSubject[], fields: SearchableFields): Query | null {
  const told = subjects.flatMap((subject): readonly Query[] => {
    const query = oneSubject(subject, fields);
    return query === null ? [] : [query];
  });
  return told.length === 0 ? null : anyOf(told);
}

/** A query for lines that say error or worse; null where no field has a level. */
export function severeQuery(fields: SearchableFields): Query | null {
  const clauses = fields.level.flatMap((field): readonly Query[] => {
    if (field.by === 'number') return [where(field, { range: { [field.name]: { gte: severeLevelNumber } } })];
    const terms = severeLevelNames.map((value) => ({ term: { [field.name]: { value, case_insensitive: true } } }));
    return [where(field, anyOf(terms))];
  });
  return clauses.length === 0 ? null : anyOf(clauses);
}

function oneSubject(subject: LogSubject, fields: SearchableFields): Query | null {
  const { host, services, namespace, workload } = subject;
  const parts: readonly (readonly [LogFieldRole, readonly string[], suffix: string | null])[] = [
    // A host may be called by its whole name.
    ['host', host === null ? [] : [host], host === null || host.includes('.') ? null : '.'],
    ['service', services, null],
    ['namespace', namespace === null ? [] : [namespace], null],
    ['pod', workload === null ? [] : [workload], '-'],
  ];
  const filter: Query[] = [];
  for (const [role, values, suffix] of parts.filter(([, asked]) => asked.length > 0)) {
    const clauses = fields[role].flatMap((field) => values.flatMap((value) => valueIn(field, value, suffix)));
    // A part that cannot be asked for must not widen the subject.
    if (clauses.length === 0) return null;
    filter.push(anyOf(clauses));
  }
  // A subject without any part would be every line there is.
  return filter.length === 0 ? null : { bool: { filter } };
}

function valueIn(field: SearchableField, value: string, suffix: string | null): readonly Query[] {
  if (field.by === 'number') return [];
  if (value.length > maxName) return [{ match_none: {} }];
  if (field.by === 'words') return [where(field, { match_phrase: { [field.name]: { query: value } } })];
  const exact = where(field, { term: { [field.name]: { value } } });
  return suffix === null ? [exact] : [exact, where(field, { prefix: { [field.name]: { value: value + suffix } } })];
}

/** The same field may be of another kind in the next index. */
function where({ indices }: SearchableField, query: Query): Query {
  return indices === null ? query : { bool: { filter: [query, { terms: { _index: [...indices] } }] } };
}

function anyOf(should: readonly Query[]): Query {
  const [only] = should;
  return should.length === 1 && only ? only : { bool: { should: [...should], minimum_should_match: 1 } };
}
