import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import type { FailureType } from '../../model/failures.ts';

/**
 * Whether the repair is to end: what must not be interrupted comes to its own end, and nothing is begun
 * behind it.
 */
export function isCancelled(): boolean {
  return CancellationScope.current().consideredCancelled;
}

/** Lets a cancellation through a place that turns every other failure into something else. */
export function throwCancellation(error: unknown): void {
  if (isCancellation(error)) throw error;
}

/** Whether an activity failed on purpose, with this type of the closed list. */
export function hasType(error: unknown, type: FailureType): error is ActivityFailure & { cause: ApplicationFailure } {
  return error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === type;
}
