import { ApplicationFailure } from '@temporalio/common';

/**
 * Tells somebody who sent an Update why it is refused. It bears no stack: the dialog of the Temporal UI would show it
 * below the sentence that matters.
 *
 * @param type names what was refused.
 * @param because one plain sentence.
 */
export function refused(type: string, because: string, refusal: string): ApplicationFailure {
  const failure = ApplicationFailure.nonRetryable(because, type, { refusal });
  failure.stack = '';
  return failure;
}
