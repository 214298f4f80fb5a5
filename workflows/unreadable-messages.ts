import type { Payload } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowInterceptors } from '@temporalio/workflow';
import type { Unreadable } from '../model/unreadable.ts';

/**
 * Lets signals and queries through whose arguments cannot be decoded. The SDK decodes them before any
 * handler runs, and a failure there fails the workflow's task: a bad signal would hold an incident for good,
 * a bad query for as long as somebody waits for its answer. Here each such argument becomes a marker, which
 * handlers refuse like any other wrong shape.
 *
 * Nothing else is treated so. The SDK itself refuses an Update that it cannot decode and tells the caller;
 * what workflows and activities say to each other is never wrong without a fault of ours.
 */
export function interceptors(): WorkflowInterceptors {
  return {
    internals: [
      {
        activate(input, next) {
          for (const { signalWorkflow, queryWorkflow } of input.activation.jobs ?? []) {
            if (signalWorkflow?.input) signalWorkflow.input = signalWorkflow.input.map(readable);
            if (queryWorkflow?.arguments) queryWorkflow.arguments = queryWorkflow.arguments.map(readable);
          }
          next(input);
        },
      },
    ],
  };
}

function readable(payload: Payload): Payload {
  try {
    defaultPayloadConverter.fromPayload(payload);
    return payload;
  } catch (error) {
    const unreadablePayload = error instanceof SyntaxError ? 'invalid JSON' : 'unknown encoding';
    return defaultPayloadConverter.toPayload({ unreadablePayload } satisfies Unreadable);
  }
}
