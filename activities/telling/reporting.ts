import { activityInfo } from '@temporalio/activity';
import type { ReportMetrics } from '../../metrics/reports.ts';
import type { ChannelType } from '../../model/names.ts';
import type { ChannelSettings } from '../../model/notices/channel-settings.ts';
import type { Notice, Receipt } from '../../model/notices/notice.ts';
import type { Channel, ChannelDependencies, Message } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';
import { channels } from '../notifications/index.ts';

export interface ReportingDependencies extends ChannelDependencies {
  readonly channels: readonly ChannelSettings[];
  readonly reports: ReportMetrics;
  /** Where people see an incident; null where nobody has said how they reach the Temporal UI. */
  readonly pageOf: (incident: string) => string | null;
}

/** The activity that tells people. One channel at a time, so that a retry repeats nothing elsewhere. */
export function createReportingActivities(deps: ReportingDependencies) {
  return {
    /** @returns what the channel wants to be given with the next message about the same incident. */
    async deliverReport(notice: Notice): Promise<Receipt | null> {
      const { index, type } = notice.channel;
      const settings = deps.channels[index];
      // The configuration may have changed since the incident read it.
      if (settings?.type !== type)
        throw failure('UnknownChannel', `there is no ${type} channel at this place any more`);
      try {
        const receipt = await send(messageOf(notice, deps), settings, deps);
        deps.reports.delivered(type);
        return receipt;
      } catch (error) {
        deps.reports.failed(type);
        throw error;
      }
    },
  };
}

/** The settings are those of the channel's own type, which the compiler cannot follow through the registry. */
function send(message: Message, settings: ChannelSettings, deps: ChannelDependencies): Promise<Receipt | null> {
  const channel = channels[settings.type] as Channel<ChannelType>;
  return channel(message, settings, deps);
}

function messageOf({ report, id, to = null, receipt = null }: Notice, { pageOf }: ReportingDependencies): Message {
  const { activityId, attempt, workflowExecution } = activityInfo();
  return {
    report,
    id: id ?? `${workflowExecution?.runId ?? ''}/${activityId}`,
    attempt,
    to,
    receipt,
    page: pageOf(report.incident),
  };
}
