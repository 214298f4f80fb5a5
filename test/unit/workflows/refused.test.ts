import { DefaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { expect, it } from 'vitest';
import { refused } from '../../../workflows/refused.ts';

it('tells the sentence and nothing of the code that said it', () => {
  const failure = new DefaultFailureConverter().errorToFailure(
    refused('RequestRefused', 'no repair is under way here', 'no-repair'),
    defaultPayloadConverter,
  );

  expect(failure.message).toBe('no repair is under way here');
  expect(failure.stackTrace).toBe('');
  expect(failure.applicationFailureInfo).toMatchObject({ type: 'RequestRefused', nonRetryable: true });
});
