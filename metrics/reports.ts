import { Counter, Gauge } from 'prom-client';
import type { ChannelType } from '../model/names.ts';
import { channelTypes } from '../model/names.ts';
import type { MetricsRegistry } from './registry.ts';

export type ReportMetrics = ReturnType<typeof createReportMetrics>;

/** One configured channel. */
interface CountedChannel {
  readonly type: ChannelType;
  readonly name: string;
}

/** What is counted about messages to people. */
export function createReportMetrics(registry: MetricsRegistry) {
  const registers = [registry];
  const reports = new Counter({
    name: 'nightshift_reports_total',
    help: 'Attempts to deliver a report, by channel and result.',
    labelNames: ['channel', 'result'],
    registers,
  });
  const down = new Gauge({
    name: 'nightshift_channels_down',
    help: 'Configured channels that failed when they were tried last, by type.',
    labelNames: ['channel'],
    registers,
  });
  for (const channel of channelTypes) {
    down.set({ channel }, 0);
    for (const result of ['delivered', 'failed', 'gathered', 'postponed']) reports.inc({ channel, result }, 0);
  }
  const names = new Map<ChannelType, Set<string>>();
  const tried = ({ type, name }: CountedChannel, hasFailed: boolean): void => {
    const failing = names.get(type) ?? new Set();
    if (hasFailed) failing.add(name);
    else failing.delete(name);
    names.set(type, failing);
    down.set({ channel: type }, failing.size);
  };

  return {
    delivered(channel: CountedChannel): void {
      reports.inc({ channel: channel.type, result: 'delivered' });
      tried(channel, false);
    },
    failed(channel: CountedChannel): void {
      reports.inc({ channel: channel.type, result: 'failed' });
      tried(channel, true);
    },
    /** It goes out in a digest. */
    gathered: ({ type }: CountedChannel) => reports.inc({ channel: type, result: 'gathered' }),
    /** There are too many for the channel now; it is tried again. */
    postponed: ({ type }: CountedChannel) => reports.inc({ channel: type, result: 'postponed' }),
  };
}
