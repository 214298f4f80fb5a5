import { ApplicationFailure } from '@temporalio/activity';
import type { FailureType } from '../../../model/failures.ts';
import { failureTypes } from '../../../model/failures.ts';

/** Runs something that must fail as an ApplicationFailure, and gives back the failure. */
export async function failureOf(run: () => unknown): Promise<ApplicationFailure> {
  try {
    await run();
  } catch (error) {
    if (error instanceof ApplicationFailure) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** What a failure of the given type must look like, retried or not as the closed list says. */
export function aFailure(type: FailureType): { readonly type: string; readonly nonRetryable: boolean } {
  return { type, nonRetryable: !failureTypes[type].retryable };
}
