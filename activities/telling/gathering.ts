import { createHash } from 'node:crypto';
import type { DigestClient } from '../../clients/temporal/digests.ts';
import type { ChannelSettings, DigestSettings } from '../../model/notices/channel-settings.ts';
import type { Notice } from '../../model/notices/notice.ts';
import type { Message } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';

/**
 * Whether a message loses too much in a digest: somebody is woken for something critical, a plan waits for an answer, or it
 * changes what is shown already. It goes into one all the same once there are far too many such.
 */
export function mustStandAlone({ report, to, receipt }: Message): boolean {
  const wakes = to !== null && report.severity === 'critical';
  return wakes || report.kind === 'approval-needed' || receipt !== null;
}

/**
 * Hands a message over to the digest of its channel, and there of its recipient.
 *
 * @throws `TemporalUnavailable`, as a failure: nothing counts as told before the digest has it.
 */
export async function gather(
  digests: DigestClient,
  { name }: ChannelSettings,
  { withinMs }: DigestSettings,
  { channel }: Notice,
  { id, page, report, to }: Message,
): Promise<void> {
  const { kind, severity, incident } = report;
  // Ids may name what is sick, and the digest keeps many of them.
  const short = createHash('sha256').update(id).digest('base64url');
  try {
    await digests.gather({ name, channel, to, withinMs }, { id: short, kind, severity, incident, page });
  } catch {
    throw failure('TemporalUnavailable', 'a report could not be handed over to its digest');
  }
}
