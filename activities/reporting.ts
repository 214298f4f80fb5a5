import type { Report } from '../model/incident/report.ts';
import type { ChannelRef } from '../model/remediation/policy.ts';
import type { ChannelDependencies, ChannelSettings } from './contracts/channel.ts';
import { channels } from './notifications/index.ts';
import type { ReportMetrics } from '../metrics/reports.ts';
import { failure } from './contracts/failure.ts';

export interface ReportingDependencies extends ChannelDependencies {
  readonly channels: readonly ChannelSettings[];
  readonly reports: ReportMetrics;
}

/** The activity that tells people. One channel at a time, so that a retry repeats nothing elsewhere. */
export function createReportingActivities(deps: ReportingDependencies) {
  return {
    async deliverReport({ channel, report }: { readonly channel: ChannelRef; readonly report: Report }): Promise<void> {
      const settings = deps.channels[channel.index];
      // The configuration may have changed since the incident read it.
      if (settings?.type !== channel.type)
        throw failure('UnknownChannel', `there is no ${channel.type} channel at this place any more`);
      try {
        await channels[channel.type](report, settings, deps);
        deps.reports.delivered(channel.type);
      } catch (error) {
        deps.reports.failed(channel.type);
        throw error;
      }
    },
  };
}
