import type { estypes } from '@elastic/elasticsearch';
import type { Elasticsearch } from '../connection.ts';
import { ElasticsearchFailure, tooLarge } from '../failure.ts';
import { isPartial, searchOnce } from './search-once.ts';
import type { Query } from './search-once.ts';

type Hit = estypes.SearchHit;

/** What is read page by page. */
interface PagedSearch {
  readonly index: string;
  readonly time: string;
  readonly query: Query;
  readonly fields: readonly string[];
  /** When everything must be there, milliseconds since 1970. */
  readonly until: number;
}

/** A view of the indices that does not change while it is read. */
interface OpenView {
  /** The lines, oldest first. */
  readonly pages: (maxLines: number) => AsyncGenerator<readonly Hit[]>;
  /** Whether parts of the indices did not answer. */
  readonly isPartial: () => boolean;
}

const keepAlive = '1m';
const firstPage = 500;
const largestPage = 5_000;
/** What a page should be worth, in characters; one line may be a megabyte. */
const pageCharacters = 8 * 1024 * 1024;

/** Opens a view of the indices, and closes it whatever happens. */
export async function withView<Result>(
  elasticsearch: Elasticsearch,
  search: PagedSearch,
  read: (view: OpenView) => Promise<Result>,
): Promise<Result> {
  const { id } = await elasticsearch.ask(search.until, (client, options) =>
    client.openPointInTime(
      {
        index: search.index,
        keep_alive: keepAlive,
        ignore_unavailable: true,
        allow_partial_search_results: true,
      },
      options,
    ),
  );
  const view = new View(elasticsearch, search, id);
  try {
    return await read(view);
  } finally {
    // It ends by itself after a minute where this is not heard.
    const until = Date.now() + 2_000;
    await elasticsearch
      .ask(until, (client, options) => client.closePointInTime({ id: view.id }, options))
      .catch(() => undefined);
  }
}

/** Lines in the order of a field that is a date of one kind or the other. */
export function oldestFirst(time: string): object {
  return { [time]: { order: 'asc', numeric_type: 'date', unmapped_type: 'date' } };
}

class View implements OpenView {
  id: string;
  private readonly elasticsearch: Elasticsearch;
  private readonly search: PagedSearch;
  private hasFailedShards = false;

  constructor(elasticsearch: Elasticsearch, search: PagedSearch, id: string) {
    this.elasticsearch = elasticsearch;
    this.search = search;
    this.id = id;
  }

  async *pages(maxLines: number): AsyncGenerator<readonly Hit[]> {
    let [size, left, after] = [firstPage, maxLines, undefined as estypes.SortResults | undefined];
    while (left > 0) {
      const wanted = Math.min(size, left);
      const hits = await this.page(wanted, after).catch((error: unknown) => {
        if (wanted > 1 && error instanceof ElasticsearchFailure && error.type === tooLarge) return null;
        throw error;
      });
      if (hits === null) {
        size = Math.max(1, Math.floor(wanted / 8));
        continue;
      }
      if (hits.length === 0) return;
      yield hits;
      after = hits.at(-1)?.sort;
      left -= hits.length;
      if (hits.length < wanted || after === undefined) return;
      const average = JSON.stringify(hits.slice(0, 50)).length / Math.min(50, hits.length);
      size = Math.max(50, Math.min(largestPage, Math.floor(pageCharacters / average)));
    }
  }

  isPartial(): boolean {
    return this.hasFailedShards;
  }

  private async page(size: number, after: estypes.SortResults | undefined): Promise<readonly Hit[]> {
    const { time, query, fields } = this.search;
    const answer = await searchOnce(this.elasticsearch, this.search.until, {
      pit: { id: this.id, keep_alive: keepAlive },
      size,
      track_total_hits: false,
      query,
      sort: [oldestFirst(time), { _shard_doc: 'asc' }],
      _source: false,
      fields: [...fields],
      ...(after ? { search_after: after } : {}),
    });
    this.id = answer.pit_id ?? this.id;
    this.hasFailedShards ||= isPartial(answer);
    return answer.hits.hits;
  }
}
