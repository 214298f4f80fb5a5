import type { ElasticsearchDefinition } from '../../../model/logs/elasticsearch.ts';
import type { LogLine } from '../../../model/logs/log-line.ts';
import type { FoundLines, LogSearch, LogStore } from '../../logs/log-store.ts';
import { LogStoreError } from '../../logs/log-store.ts';
import type { Elasticsearch } from '../connection.ts';
import { failureOf } from '../failure.ts';
import type { FieldKnowledge } from './field-knowledge.ts';
import { fieldKnowledge } from './field-knowledge.ts';
import { linkToKibana } from '../kibana/discover-link.ts';
import { subjectQuery } from './log-query.ts';
import type { SearchPart } from './log-search.ts';
import { readPart, sizeOf, surveyPart } from './log-search.ts';
import { sharesFor } from './log-sample.ts';

type Settings = Pick<ElasticsearchDefinition, 'logs' | 'kibana' | 'timeoutMs'>;

/** The logs that are in Elasticsearch. */
export function elasticsearchLogs(elasticsearch: Elasticsearch, settings: Settings): LogStore {
  const knowledge = fieldKnowledge(elasticsearch);
  return {
    name: 'Elasticsearch',
    async search(search) {
      if (search.subjects.length === 0) throw new LogStoreError('refused', 'nobody says whose lines are wanted');
      try {
        return await searchEverywhere(elasticsearch, knowledge, settings, search);
      } catch (error) {
        if (error instanceof LogStoreError) throw error;
        const { kind, message } = failureOf(error);
        // Mappings may have changed since they were looked at.
        knowledge.forget();
        throw new LogStoreError(kind, message);
      }
    },
    linkTo: (search) => linkToKibana(settings, knowledge.last, search),
  };
}

async function searchEverywhere(
  elasticsearch: Elasticsearch,
  knowledge: FieldKnowledge,
  { logs, timeoutMs }: Settings,
  search: LogSearch,
): Promise<FoundLines> {
  const until = Date.now() + timeoutMs;
  const [parts, notes, missing]: [SearchPart[], string[], string[]] = [[], [], []];
  for (const indices of logs) {
    const fields = await knowledge.of(indices, until);
    const query = subjectQuery(search.subjects, fields.searchable);
    if (fields.groups.length === 0 && fields.timeless.length === 0) missing.push(`no index is called ${indices.index}`);
    else if (query === null) missing.push(`no field of ${indices.index} tells whose lines are whose`);
    else if (fields.groups.length === 0) missing.push(`no field of ${indices.index} is a time`);
    else parts.push(...fields.groups.map((group) => ({ indices, fields, group, query })));
    if (query !== null && fields.groups.length > 0 && fields.timeless.length > 0)
      notes.push(`${fields.timeless.length} indices of ${indices.index} have no time and are left out`);
  }
  if (parts.length === 0) throw new LogStoreError('refused', `${missing.join('; ')}: see elasticsearch.logs`);

  const surveyed = [];
  for (const part of parts) surveyed.push({ part, ...(await surveyPart(elasticsearch, part, search, until)) });
  const counts = { total: sumOf(surveyed, 'total'), severe: sumOf(surveyed, 'severe') };
  const averageBytes = Math.max(1, ...surveyed.map((survey) => survey.averageBytes));
  const shares = sharesFor(counts, Math.min(search.maxLines, (0.9 * search.maxBytes) / averageBytes));
  const isWhole = shares.severe === 1 && shares.others === 1;

  const lines: LogLine[] = [];
  let bytesLeft = search.maxBytes;
  for (const { part, whole } of surveyed) {
    const bounds = { maxLines: search.maxLines - lines.length, maxBytes: bytesLeft };
    const found =
      isWhole && whole ? whole : await readPart(elasticsearch, part, { ...search, ...bounds }, { shares, until });
    bytesLeft -= sizeOf(found.lines);
    for (const line of found.lines) lines.push(line);
    notes.push(...found.notes);
  }
  return {
    lines: parts.length === 1 ? lines : lines.toSorted((one, other) => one.at - other.at),
    total: counts.total,
    ...(shares.severe < 1 || shares.others < 1 ? { read: shares } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function sumOf<Name extends string>(parts: readonly Readonly<Record<Name, number>>[], name: Name): number {
  return parts.reduce((sum, part) => sum + part[name], 0);
}
