import { Counter } from 'prom-client';
import type { ChannelType } from '../model/names.ts';
import { channelTypes } from '../model/names.ts';
import type { MetricsRegistry } from './registry.ts';

export type ReportMetrics = ReturnType<typeof createReportMetrics>;

/** What is counted about messages to people. */
export function createReportMetrics(registry: MetricsRegistry) {
  const reports = new Counter({
    name: 'nightshift_reports_total',
    help: 'Attempts to deliver a report, by channel and result.',
    labelNames: ['channel', 'result'],
    registers: [registry],
  });
  for (const channel of channelTypes) {
    for (const result of ['delivered', 'failed']) reports.inc({ channel, result }, 0);
  }

  return {
    delivered: (channel: ChannelType) => reports.inc({ channel, result: 'delivered' }),
    failed: (channel: ChannelType) => reports.inc({ channel, result: 'failed' }),
  };
}
