import type { LabelMatcher } from '../alert/matcher.ts';

/** A quantity that a post-incident report shows. */
export interface ReviewMetric {
  readonly name: string;
  /** Incidents with an alert of these labels are shown it. */
  readonly match: LabelMatcher;
  /** PromQL, written by the operators. */
  readonly query: string;
  /** Labels of the alert that the series must have too. */
  readonly labels: readonly string[];
  readonly unit: string | null;
}

/** What the operators want of post-incident reports. Times in milliseconds. */
export interface ReviewPolicy {
  readonly metrics: readonly ReviewMetric[];
  /** How much is shown before the incident opened, and after it ended. */
  readonly aroundMs: number;
}

/** A picture of a quantity around an incident. */
export interface Chart {
  readonly title: string;
  /** Self-contained: no script, nothing from elsewhere. */
  readonly svg: string;
}

/** What could be drawn, and what could not and why. */
export interface Charts {
  readonly charts: readonly Chart[];
  readonly problems: readonly string[];
}

/** Where nothing is described that could be drawn. */
export const noCharts: Charts = { charts: [], problems: [] };
