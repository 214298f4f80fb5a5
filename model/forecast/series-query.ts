/** A question to Prometheus, as operators write it. */
export interface PrometheusQuery {
  readonly kind: 'prometheus';
  /** PromQL with a value for each series. */
  readonly query: string;
  /**
   * What becomes of a counter, which only ever rises: `rate` reads how fast a plain selector of one rises each second, and
   * refuses one that stands raw within an expression; `raw` takes every query as it is.
   */
  readonly counters: 'rate' | 'raw';
  readonly unit: string | null;
}

/** What is worked out from the documents of one step. */
export type ElasticsearchMeasure =
  | { readonly kind: 'count' }
  | { readonly kind: 'avg' | 'max' | 'min' | 'sum'; readonly field: string }
  /** Above 0 and at most 100. */
  | { readonly kind: 'percentile'; readonly field: string; readonly percent: number };

/** A question to Elasticsearch: a date histogram, as operators describe it. */
export interface ElasticsearchQuery {
  readonly kind: 'elasticsearch';
  /** A name, an alias, a data stream or a pattern of them. */
  readonly index: string;
  /** A query string of Lucene; null means every document. */
  readonly query: string | null;
  readonly timeField: string;
  readonly measure: ElasticsearchMeasure;
  /** A field of whole values: a series for each; null makes one series. */
  readonly splitBy: string | null;
  readonly unit: string | null;
}

/** Where a series comes from. */
export type SeriesQuery = PrometheusQuery | ElasticsearchQuery;
