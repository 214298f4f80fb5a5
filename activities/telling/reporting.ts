import { activityInfo, sleep } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DigestClient } from '../../clients/temporal/digests.ts';
import type { ReportMetrics } from '../../metrics/reports.ts';
import type { FailureType } from '../../model/failures.ts';
import type { ChannelType } from '../../model/names.ts';
import type { ChannelSettings } from '../../model/notices/channel-settings.ts';
import type { Notice, Receipt } from '../../model/notices/notice.ts';
import type { Channel, ChannelDependencies, Message } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';
import { channels } from '../notifications/index.ts';
import { gather, mustStandAlone } from './gathering.ts';
import { createFloodWatch } from './pace/flood.ts';
import type { Admission } from './pace/gate.ts';
import { createGate } from './pace/gate.ts';
import { paces } from './pace/paces.ts';

export interface ReportingDependencies extends ChannelDependencies {
  readonly channels: readonly ChannelSettings[];
  readonly digests: DigestClient;
  readonly reports: ReportMetrics;
  /** Where people see an incident; null where nobody has said how they reach the Temporal UI. */
  readonly pageOf: (incident: string) => string | null;
}

/**
 * What a message may wait for its turn here; one that would wait longer comes back later. What wakes somebody gets in where
 * others do not any more, and has time left for its vendor's answer within one attempt.
 */
const shortWaitMs = 5_000;
const shortWaitOfPageMs = 8_000;
/** How long a channel is left alone that wants to be, and does not say for how long. */
const unsaidPauseMs = 10_000;

/** The activity that tells people. One channel at a time, so that a retry repeats nothing elsewhere. */
export function createReportingActivities(deps: ReportingDependencies) {
  const ways = deps.channels.map((settings) => ({
    settings,
    gate: createGate(paces[settings.type]),
    flood: settings.digest && createFloodWatch(settings.digest),
  }));

  return {
    /** @returns what the channel wants to be given with the next message about the same incident. */
    async deliverReport(notice: Notice): Promise<Receipt | null> {
      const { index, type } = notice.channel;
      const way = ways[index];
      // The configuration may have changed since the incident read it.
      if (way?.settings.type !== type)
        throw failure('UnknownChannel', `there is no ${type} channel at this place any more`);
      const { settings, gate, flood } = way;
      const message = messageOf(notice, deps);
      const person = message.to?.person ?? '';
      const { digest } = settings;
      const isDigest = message.report.kind === 'digest';
      if (
        !isDigest &&
        digest &&
        flood?.isTooMany(person, { id: message.id, mustStandAlone: mustStandAlone(message) })
      ) {
        await gather(deps.digests, settings, digest, notice, message);
        deps.reports.gathered(settings);
        return null;
      }
      try {
        await inTurn(gate.enter(message.to ? shortWaitOfPageMs : shortWaitMs), type);
        const receipt = await send(message, settings, deps);
        deps.reports.delivered(settings);
        return receipt;
      } catch (error) {
        const pauseMs = pauseOf(error);
        if (pauseMs !== null) gate.close(pauseMs);
        if (isBusy(error)) deps.reports.postponed(settings);
        else deps.reports.failed(settings);
        throw error;
      }
    },
  };
}

/** Waits for its turn, or comes back later. */
async function inTurn(admission: Admission, type: ChannelType): Promise<void> {
  if ('waitMs' in admission) return admission.waitMs > 0 ? sleep(admission.waitMs) : undefined;
  throw failure('ChannelBusy', `too many messages go to the ${type} channel`, {
    nextRetryDelay: Math.ceil(admission.againInMs),
  });
}

/** For how long nobody should bother the channel; null where only this message has failed. */
function pauseOf(error: unknown): number | null {
  if (!(error instanceof ApplicationFailure)) return null;
  const { nextRetryDelay } = error;
  if (typeof nextRetryDelay === 'number') return nextRetryDelay;
  return isBusy(error) ? unsaidPauseMs : null;
}

function isBusy(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type === ('ChannelBusy' satisfies FailureType);
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
    // A digest is about no incident in particular.
    page: report.kind === 'digest' ? null : pageOf(report.incident),
  };
}
