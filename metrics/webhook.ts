import { Counter, Histogram } from 'prom-client';
import type { AlertSource } from '../model/alert/alert.ts';
import { doorSources, webhookSources } from '../model/alert/alert.ts';
import type { MetricsRegistry } from './registry.ts';

/** What became of one alert at the door. */
export const alertResults = ['accepted', 'ignored', 'invalid', 'unavailable'] as const;
type AlertResult = (typeof alertResults)[number];

/** What became of one request. Everything but `accepted` is told to the sender with a reason. */
export const requestResults = [
  'accepted',
  'invalid-body',
  'invalid-alert',
  'too-large',
  'unauthorized',
  'overloaded',
  'temporal-unavailable',
  'timed-out',
  'bad-request',
  'internal-error',
] as const;
export type RequestResult = (typeof requestResults)[number];

/** Who sends requests: what alerts come from, and the buttons of a chat. */
export const requestSources = [...webhookSources, 'slack'] as const;
export type RequestSource = (typeof requestSources)[number];

export type WebhookMetrics = ReturnType<typeof createWebhookMetrics>;

/** What the door counts. */
export function createWebhookMetrics(registry: MetricsRegistry) {
  const registers = [registry];
  const alerts = new Counter({
    name: 'nightshift_alerts_received_total',
    help: 'Alerts received, by what became of them.',
    labelNames: ['source', 'result'],
    registers,
  });
  const requests = new Counter({
    name: 'nightshift_webhook_requests_total',
    help: 'Webhook requests, by what became of them.',
    labelNames: ['source', 'result'],
    registers,
  });
  const truncated = new Counter({
    name: 'nightshift_alerts_truncated_total',
    help: 'Alerts that the sender says it left out of its bodies.',
    labelNames: ['source'],
    registers,
  });
  const accepting = new Histogram({
    name: 'nightshift_webhook_accept_seconds',
    help: 'Time from receiving a body until Temporal had stored all of its alerts.',
    labelNames: ['source'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  for (const source of doorSources) {
    for (const result of alertResults) alerts.inc({ source, result }, 0);
    accepting.zero({ source });
  }
  for (const source of webhookSources) truncated.inc({ source }, 0);
  for (const source of requestSources) {
    for (const result of requestResults) requests.inc({ source, result }, 0);
  }

  return {
    alertsReceived: (source: AlertSource, result: AlertResult, count: number) => alerts.inc({ source, result }, count),
    requestEnded: (source: RequestSource, result: RequestResult) => requests.inc({ source, result }),
    alertsTruncated: (source: AlertSource, count: number) => truncated.inc({ source }, count),
    bodyAccepted: (source: AlertSource, seconds: number) => accepting.observe({ source }, seconds),
  };
}
