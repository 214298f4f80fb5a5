import type { ElasticsearchDefinition, LogIndices } from '../../../model/logs/elasticsearch.ts';
import { logFieldRoles } from '../../../model/logs/elasticsearch.ts';
import type { LogSearch } from '../../logs/log-store.ts';
import { fieldsOf } from '../logs/layouts.ts';
import type { SearchableFields } from '../logs/log-query.ts';
import { subjectQuery } from '../logs/log-query.ts';
import type { ResolvedFields } from '../logs/resolved-fields.ts';
import { risonInAddress } from './rison.ts';

/** Beyond this many characters some programs cut an address. */
const maxLength = 8_000;

/** Discover with the lines of the subjects in the window; without the subjects where they make it too long. */
export function linkToKibana(
  { kibana, logs }: Pick<ElasticsearchDefinition, 'kibana' | 'logs'>,
  known: (indices: LogIndices) => ResolvedFields | undefined,
  { subjects, from, to }: Pick<LogSearch, 'subjects' | 'from' | 'to'>,
): string | null {
  if (kibana === null) return null;
  const queries = logs.flatMap(
    (indices) => subjectQuery(subjects, known(indices)?.searchable ?? presumed(indices)) ?? [],
  );
  const meta = { alias: 'Nightshift', disabled: false, negate: false, type: 'custom', key: 'query' };
  const filter = { meta, query: { bool: { should: queries, minimum_should_match: 1 } } };
  const global = { time: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } };
  const linkWith = (filters: readonly object[]): string => {
    const application = { dataSource: { type: 'dataView', dataViewId: kibana.dataView }, filters };
    const state = `_g=${risonInAddress(global)}&_a=${risonInAddress(application)}`;
    return `${kibana.url.replace(/\/+$/, '')}/app/discover#/?${state}`;
  };
  const whole = linkWith(queries.length > 0 ? [filter] : []);
  return whole.length <= maxLength ? whole : linkWith([]);
}

/** Before a search has asked, every name may be a field. */
function presumed(indices: LogIndices): SearchableFields {
  const names = fieldsOf(indices);
  return Object.fromEntries(
    logFieldRoles.map((role) => [role, names[role].map((name) => ({ name, by: 'value', indices: null }))]),
  ) as unknown as SearchableFields;
}
