import type { ElasticsearchQuery, PrometheusQuery, SeriesQuery } from '../../model/forecast/series-query.ts';
import type { SeriesSource } from './series-source.ts';
import { SeriesError } from './series-source.ts';

/** The sources that are described; null where one is not. */
interface Sources {
  readonly prometheus: SeriesSource<PrometheusQuery> | null;
  readonly elasticsearch: SeriesSource<ElasticsearchQuery> | null;
}

/** One source for every query: each is asked by whoever understands it. */
export function sourceByKind({ prometheus, elasticsearch }: Sources): SeriesSource<SeriesQuery> {
  return {
    async read({ query, ...rest }) {
      switch (query.kind) {
        case 'prometheus':
          return described(prometheus, query.kind).read({ ...rest, query });
        case 'elasticsearch':
          return described(elasticsearch, query.kind).read({ ...rest, query });
        default:
          return query satisfies never;
      }
    },
  };
}

function described<Source>(source: Source | null, kind: SeriesQuery['kind']): Source {
  if (source) return source;
  throw new SeriesError('refused', `the configuration of this worker describes no ${kind}`);
}
