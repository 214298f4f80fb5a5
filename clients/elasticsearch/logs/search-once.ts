import type { estypes } from '@elastic/elasticsearch';
import type { Elasticsearch } from '../connection.ts';
import { ElasticsearchFailure } from '../failure.ts';

/** A query of Elasticsearch's query language. */
export interface Query {
  readonly [kind: string]: object;
}

/** One request of a search: what some shards can say is an answer, what none can say is a failure. */
export async function searchOnce(
  elasticsearch: Elasticsearch,
  until: number,
  request: Readonly<Record<string, unknown>>,
): Promise<estypes.SearchResponse> {
  const answer = await elasticsearch.ask(until, (client, options) =>
    // It stops by itself when nobody waits any more.
    client.search({ ...request, timeout: `${options.requestTimeout}ms`, allow_partial_search_results: true }, options),
  );
  if (answer._shards.total > 0 && answer._shards.successful === 0) {
    throw new ElasticsearchFailure('unavailable', 'no part of the indices that hold the logs answers');
  }
  return answer;
}

/** Whether shards are missing in an answer. */
export function isPartial({ _shards: shards, timed_out: timedOut }: estypes.SearchResponse): boolean {
  return shards.failed > 0 || shards.successful < shards.total || timedOut;
}
