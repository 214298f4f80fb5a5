import type { PrometheusClient } from '../../clients/prometheus.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import type { Report } from '../../model/incident/report.ts';
import { reviewAsHtml } from '../../model/review/html.ts';
import type { ReviewPolicy } from '../../model/review/metric.ts';
import { reviewOf } from '../../model/review/review.ts';
import { reportOfReview } from '../../model/review/told.ts';
import { failure } from '../contracts/failure.ts';
import { chartsOf } from './charts.ts';

export interface ReviewingDependencies {
  /** Everything that an incident knows; undefined where there is none of this name. */
  readonly readRecord: (incident: string) => Promise<IncidentRecord | undefined>;
  readonly reviews: ReviewPolicy;
  readonly prometheus: PrometheusClient | null;
  /** Keeps a page for people, and answers by what they find it: its address, else its name. */
  readonly keepReview: (html: string) => Promise<string>;
  readonly pageOf: (incident: string) => string | null;
}

/** The activity that writes the post-incident report of an incident. */
export function createReviewingActivities({
  readRecord,
  reviews,
  prometheus,
  keepReview,
  pageOf,
}: ReviewingDependencies) {
  return {
    /**
     * Writes the report, keeps its page among the evidence, and answers what channels are told.
     *
     * @param incident its key.
     * @throws `TemporalUnavailable` where the incident cannot be asked now.
     */
    async writeReview(incident: string): Promise<Report> {
      const record = await readRecord(incident).catch(() => undefined);
      if (!record) throw failure('TemporalUnavailable', 'the incident could not be asked for its record');
      const charts = await chartsOf(record, { ...reviews, prometheus }, Date.now());
      const review = reviewOf(record, charts, pageOf(incident));
      const kept = await keepReview(reviewAsHtml(review)).catch(() => null);
      return reportOfReview(record, review, kept);
    },
  };
}
