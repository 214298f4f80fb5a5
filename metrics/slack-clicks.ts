import { Counter } from 'prom-client';
import type { MetricsRegistry } from './registry.ts';

/** What became of one click on a button in Slack. All but `done` are told to whoever clicked, with a reason. */
export const clickResults = [
  'done',
  'refused',
  'no-incident',
  'unheard',
  'unavailable',
  'unknown-person',
  'not-ours',
] as const;
export type ClickResult = (typeof clickResults)[number];

export type SlackClickMetrics = ReturnType<typeof createSlackClickMetrics>;

/** What is counted about clicks. */
export function createSlackClickMetrics(registry: MetricsRegistry) {
  const clicks = new Counter({
    name: 'nightshift_slack_clicks_total',
    help: 'Clicks on buttons in Slack, by what became of them.',
    labelNames: ['result'],
    registers: [registry],
  });
  for (const result of clickResults) clicks.inc({ result }, 0);
  return { clicked: (result: ClickResult) => clicks.inc({ result }) };
}
