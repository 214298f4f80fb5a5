import type { Labels } from '../alert/alert.ts';
import type { ForecasterName, RunbookName } from '../names.ts';
import type { Weekly } from '../standing/maintenance.ts';
import type { Target } from '../target.ts';
import type { Crossing, Limit } from './crossing.ts';

/** When people and repairs are to hear of a prediction, as operators described it for a forecast. */
export interface PredictionTerms {
  /** Less sure than this nothing is raised, from 0 to 1. */
  readonly confidence: number;
  /** Less lead time than this is left to the alert itself. */
  readonly leastLeadMs: number;
  /** With less lead time than this an incident is raised at any hour. */
  readonly urgentWithinMs: number;
  /** Otherwise it is raised in these hours; null means at any hour. */
  readonly hours: Weekly | null;
  /** How many forecasts in a row must see no crossing until it counts as receded. */
  readonly recedesAfter: number;
  /** The name, further labels and annotations of the alert that it is raised as. */
  readonly alertname: string;
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly owner: string | null;
  readonly runbook: RunbookName | null;
}

/** What one forecast says of one limit of one series. Everything in it is masked and short. */
export interface Prediction {
  /** The name of the forecast in the configuration. */
  readonly forecast: string;
  /** The labels of the series. */
  readonly series: Labels;
  /** The key of the incident that an alert about this series belongs to, and its target where one is known. */
  readonly incident: string;
  readonly target: Target | null;
  readonly limit: Limit;
  readonly unit: string | null;
  /** Milliseconds since 1970 at which the forecast was made: the same forecast told twice is one. */
  readonly madeAtMs: number;
  /** The last measured value. */
  readonly value: number;
  /** Null where no crossing is expected within the horizon. */
  readonly crossing: Crossing | null;
  readonly horizonMs: number;
  /** How often it is forecast; an hour unless given. */
  readonly everyMs?: number;
  readonly model: ForecasterName;
  /** Why it is not the configured one; missing where it is. */
  readonly standIn?: string;
  /** The picture among the evidence; null where none was kept. */
  readonly picture: string | null;
  readonly terms: PredictionTerms;
}
