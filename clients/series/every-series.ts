import type { ElasticsearchQuery, PrometheusQuery, SeriesQuery } from '../../model/forecast/series-query.ts';
import type { FoundSeries, SeriesSource } from './series-source.ts';
import { SeriesError } from './series-source.ts';

/** The sources that the configuration describes; null where it does not. */
interface DescribedSources {
  readonly prometheus: SeriesSource<PrometheusQuery> | null;
  readonly elasticsearch: SeriesSource<ElasticsearchQuery> | null;
}

/** One source for every kind of query. */
export function everySeries({ prometheus, elasticsearch }: DescribedSources): SeriesSource<SeriesQuery> {
  return {
    read({ query, ...question }) {
      switch (query.kind) {
        case 'prometheus':
          return prometheus?.read({ ...question, query }) ?? notDescribed(query.kind);
        case 'elasticsearch':
          return elasticsearch?.read({ ...question, query }) ?? notDescribed(query.kind);
        default:
          return query satisfies never;
      }
    },
  };
}

function notDescribed(kind: SeriesQuery['kind']): Promise<FoundSeries> {
  return Promise.reject(new SeriesError('refused', `nothing is described under ${kind} in the configuration`));
}
