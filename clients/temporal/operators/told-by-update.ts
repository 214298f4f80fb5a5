import type { WorkflowHandle } from '@temporalio/client';
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

/** What became of an Update. */
type Told =
  | { readonly outcome: 'done'; readonly state: string }
  | { readonly outcome: 'refused'; readonly because: string; readonly cause: Error | undefined }
  | { readonly outcome: 'no-workflow' }
  /** No worker answered while there was time. It may be done all the same once one is there. */
  | { readonly outcome: 'unheard' };

/**
 * Sends an Update with one message, and tells what the workflow answered.
 *
 * @param updateId names the Update: a second one with the same id is the same one, and hears the same answer.
 */
export async function toldByUpdate(
  handle: Pick<WorkflowHandle, 'executeUpdate'>,
  name: string,
  message: object,
  updateId: string | undefined,
): Promise<Told> {
  const options = { args: [message] as [object], ...(updateId === undefined ? {} : { updateId }) };
  try {
    const { state } = await handle.executeUpdate<{ readonly state: string }, [object]>(name, options);
    return { outcome: 'done', state };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { outcome: 'no-workflow' };
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { outcome: 'unheard' };
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    return { outcome: 'refused', because: error.cause?.message ?? error.message, cause: error.cause };
  }
}
