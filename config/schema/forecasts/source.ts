import { z } from 'zod';
import { FieldName, IndexPattern } from '../elasticsearch.ts';

/** What may be worked out from documents. */
const aggregations = ['avg', 'count', 'max', 'min', 'percentile', 'sum'] as const;

const PromQl = z
  .string()
  .trim()
  .min(1, 'write a query of PromQL')
  .max(4_000)
  .meta({ description: 'A query of PromQL; Prometheus is described under prometheus.' });

const Documents = z
  .strictObject({
    index: IndexPattern.meta({ description: 'One name or pattern of indices.' }),
    query: z.string().min(1).max(4_000).optional().meta({ description: 'A query string; every document without it.' }),
    aggregation: z
      .enum(aggregations)
      .default('avg')
      .meta({ description: 'What is worked out from the documents of a step.' }),
    field: FieldName.optional().meta({ description: 'Whose values; count needs none.' }),
    percent: z.number().gt(0).max(100).optional().meta({ description: 'Which percentile, such as 99.' }),
    timeField: FieldName.default('@timestamp'),
    splitBy: FieldName.optional().meta({ description: 'One series for each value of this field.' }),
  })
  .refine(({ aggregation, field }) => aggregation === 'count' || field !== undefined, {
    path: ['field'],
    message: 'name the field whose values are meant: only count does without',
  })
  .refine(({ aggregation, percent }) => (aggregation === 'percentile') === (percent !== undefined), {
    path: ['percent'],
    message: 'say which percentile is meant, with percentile only',
  })
  .meta({ description: 'Documents of Elasticsearch, which is described under elasticsearch.' });

/** What is said to whoever names no source, or two. */
export const oneSource = 'say where its values come from: query or elasticsearch, one of the two';

/** The ways to say where series come from; one of them is taken. */
export const sourceFields = { query: PromQl.optional(), elasticsearch: Documents.optional() };

/** A place that series come from, by itself. */
const Source = z.strictObject(sourceFields).refine(hasOneSource, oneSource);

/** A number, or a query that has one for each series. */
export const Amount = z.union(
  [z.number(), Source],
  'write a number, or a query that has one for each series: query: PROMQL',
);

/** What is asked of every part that has a source. */
export function hasOneSource(part: { readonly query?: unknown; readonly elasticsearch?: unknown }): boolean {
  return (part.query === undefined) !== (part.elasticsearch === undefined);
}
