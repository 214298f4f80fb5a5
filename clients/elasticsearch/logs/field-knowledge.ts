import type { LogIndices } from '../../../model/logs/elasticsearch.ts';
import type { Elasticsearch } from '../connection.ts';
import { fieldsOf } from './layouts.ts';
import type { ResolvedFields } from './resolved-fields.ts';
import { namesToAsk, resolveFields } from './resolved-fields.ts';

/** What is known of the fields of indices. */
export interface FieldKnowledge {
  /** Asks where nothing is known, or not for a while. @throws ElasticsearchFailure */
  readonly of: (indices: LogIndices, until: number) => Promise<ResolvedFields>;
  /** What was known last, without asking. */
  readonly last: (indices: LogIndices) => ResolvedFields | undefined;
  /** Forgets everything, because something did not fit. */
  readonly forget: () => void;
}

/** New indices come every day, and their mappings rarely differ. */
const rememberedMs = 10 * 60_000;

/** Knows nothing yet. */
export function fieldKnowledge(elasticsearch: Elasticsearch): FieldKnowledge {
  const known = new Map<LogIndices, { readonly fields: ResolvedFields; readonly at: number }>();
  return {
    async of(indices, until) {
      const found = known.get(indices);
      if (found && Date.now() - found.at < rememberedMs) return found.fields;
      const names = fieldsOf(indices);
      const capabilities = await elasticsearch.ask(until, (client, options) =>
        client.fieldCaps(
          {
            index: indices.index,
            fields: [...namesToAsk(names)],
            include_unmapped: true,
            ignore_unavailable: true,
            allow_no_indices: true,
            expand_wildcards: 'open',
          },
          options,
        ),
      );
      const fields = resolveFields(names, capabilities);
      // Where there is no index yet, one may be there the next moment.
      if (fields.groups.length > 0) known.set(indices, { fields, at: Date.now() });
      return fields;
    },
    last: (indices) => known.get(indices)?.fields,
    forget: () => known.clear(),
  };
}
