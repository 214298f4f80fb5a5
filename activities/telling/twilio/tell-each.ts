import { createHash } from 'node:crypto';
import { activityInfo, asyncLocalStorage } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureType } from '../../../model/failures.ts';
import type { SmsSettings, VoiceSettings } from '../../../model/notices/channel-settings.ts';
import type { Message } from '../../contracts/channel.ts';
import { failure } from '../../contracts/failure.ts';
import { leaveProgress, progressOf } from '../../contracts/progress.ts';

type Settings = SmsSettings | VoiceSettings;

/**
 * Tells everybody whom a message is for, all at once. Whoever cannot be told keeps it from nobody else, and whoever was
 * told is left alone by the next attempt.
 *
 * @throws what can be tried again where there is any, else what cannot.
 */
export async function tellEach(
  { to }: Message,
  settings: Settings,
  tell: (number: string) => Promise<void>,
): Promise<void> {
  const numbers = to === null ? settings.to : to.address === null ? [] : [to.address];
  if (numbers.length === 0)
    throw failure('ChannelRefused', `the ${settings.type} channel has no number to tell: name them as to`);
  const reached = reachedBefore();
  const outcomes = await Promise.allSettled(
    numbers.map(async (number) => {
      const who = nameOf(number);
      if (reached.has(who)) return;
      await tell(number);
      reached.add(who);
      if (isActivity()) leaveProgress([...reached]);
    }),
  );
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (failures.length > 0) throw togetherAs(failures, numbers.length);
}

/** One failure for all of them: the busiest first, because the others are tried again with it. */
function togetherAs(failures: readonly unknown[], numbers: number): unknown {
  const known = failures.filter((error) => error instanceof ApplicationFailure);
  const gravest =
    known.find(({ type }) => type === ('ChannelBusy' satisfies FailureType)) ??
    known.find(({ nonRetryable }) => !nonRetryable) ??
    known[0];
  if (!gravest || known.length < failures.length || numbers === 1) return failures[0];
  const { type, message, nextRetryDelay } = gravest;
  const wait = typeof nextRetryDelay === 'number' ? { nextRetryDelay } : {};
  return failure(type as FailureType, `${failures.length} of ${numbers} could not be told: ${message}`, wait);
}

/** Whom earlier attempts have told. */
function reachedBefore(): Set<string> {
  const progress = isActivity() ? progressOf(activityInfo()) : undefined;
  return new Set(Array.isArray(progress) ? progress.map(String) : []);
}

function isActivity(): boolean {
  return asyncLocalStorage.getStore() !== undefined;
}

/** Progress is shown in the Temporal UI, where phone numbers have no business. */
function nameOf(number: string): string {
  return createHash('sha256').update(number).digest('hex').slice(0, 16);
}
