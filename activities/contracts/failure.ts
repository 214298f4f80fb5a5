import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { FailureType } from '../../model/failures.ts';
import { failureTypes } from '../../model/failures.ts';

/** What some failures carry on top of their message. */
interface FailureExtras {
  readonly details?: readonly unknown[];
  /** When to try again, in milliseconds, in place of the retry policy's own pace. */
  readonly nextRetryDelay?: number;
}

/** The only way an activity fails on purpose: a type of the closed list, retried if the list says it can help. */
export function failure(type: FailureType, message: string, extras: FailureExtras = {}): ApplicationFailure {
  const { retryable, expected } = failureTypes[type];
  // What is expected is neither logged as a warning nor counted by the SDK's metric of failed activities.
  const category = expected ? { category: ApplicationFailureCategory.BENIGN } : {};
  const { details, ...timing } = extras;
  const carried = details ? { details: [...details] } : {};
  return ApplicationFailure.create({ type, message, nonRetryable: !retryable, ...category, ...carried, ...timing });
}
