import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Freeze } from '../../model/freeze/freeze.ts';
import { freezeId } from '../../model/freeze/freeze.ts';
import type { FreezeOrder, UnfreezeOrder } from '../../model/freeze/order.ts';
import { readNotice } from '../../model/freeze/order.ts';
import { freezesMemo, freezesWorkflowId, messageNames, taskQueue, workflowTypes } from '../../model/names.ts';

/** The kill switch cannot be read, so nobody may act; the message says why, and what to do. */
export class FreezesUnreadableError extends Error {
  override readonly name = 'FreezesUnreadableError';
}

/**
 * What became of an order: obeyed; stored, and obeyed as soon as a worker runs; or refused, because
 * there are too many freezes, or because somebody else ordered otherwise in the same moment.
 */
interface OrderOutcome {
  readonly state: 'in-force' | 'stored' | 'refused';
  /** The freezes in force afterwards; none are known while the order is only stored. */
  readonly freezes: readonly Freeze[];
}

/** How the kill switch is worked and read. */
export interface FreezeClient {
  /** Stores an order to freeze, then waits a while until it is obeyed. */
  freeze(order: FreezeOrder): Promise<OrderOutcome>;
  /** Stores an order to lift a freeze, then waits a while until it is obeyed. */
  unfreeze(order: UnfreezeOrder): Promise<OrderOutcome>;
  /**
   * The freezes in force, by one call that needs no worker.
   *
   * @throws FreezesUnreadableError in every case of doubt: whoever wants to act must not.
   */
  read(): Promise<readonly Freeze[]>;
  /**
   * Sets the kill switch up where there never was one.
   *
   * @returns false when somebody closed it: only an order of an operator opens it again.
   */
  ensure(): Promise<boolean>;
}

const lookEveryMs = 100;

/** Makes the client. Every call, and the wait for an order to be obeyed, ends within the deadline, in milliseconds. */
export function createFreezeClient(client: Client, deadlineMs: number): FreezeClient {
  const inTime = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + deadlineMs, call);
  const describe = () => inTime(() => client.workflow.getHandle(freezesWorkflowId).describe());
  const read = async () => freezesShownBy(await describe().catch(throwUnreadable));

  async function order(signal: string, value: FreezeOrder | UnfreezeOrder): Promise<void> {
    // Used only where the kill switch has to be opened again: what was frozen when it was closed stays frozen.
    const before = await describe().then(
      ({ memo }) => readNotice(memo?.[freezesMemo])?.freezes ?? [],
      () => [],
    );
    await inTime(() =>
      client.workflow.signalWithStart(workflowTypes.freezes, {
        workflowId: freezesWorkflowId,
        taskQueue,
        args: [before],
        signal,
        signalArgs: [value],
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        staticSummary,
        priority,
      }),
    );
  }

  async function outcome(isObeyed: (freezes: readonly Freeze[]) => boolean): Promise<OrderOutcome> {
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      // It is stored already: what goes wrong from here on leaves it so.
      const freezes = await read().catch(() => undefined);
      if (freezes) return { state: isObeyed(freezes) ? 'in-force' : 'refused', freezes };
      if (Date.now() >= deadline) return { state: 'stored', freezes: [] };
      await sleep(lookEveryMs);
    }
  }

  return {
    read,

    async freeze(wanted) {
      await order(messageNames.freeze, wanted);
      return outcome((freezes) => freezes.some(({ id }) => id === freezeId(wanted)));
    },

    async unfreeze(wanted) {
      await order(messageNames.unfreeze, wanted);
      return outcome((freezes) => freezes.every(({ id }) => id !== wanted.id));
    },

    async ensure() {
      try {
        await inTime(() =>
          client.workflow.start(workflowTypes.freezes, {
            workflowId: freezesWorkflowId,
            taskQueue,
            args: [],
            workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
            workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
            staticSummary,
            priority,
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw error;
      }
    },
  };
}

const staticSummary = 'the kill switch: what must not be repaired now';
/** Every action waits for its answer: an order must not wait behind all of them. */
const priority = { priorityKey: 1 };

/** The memo is the truth only while no message waits behind it, and only where the run that shows it wrote it. */
function freezesShownBy({ status, runId, memo, raw }: WorkflowExecutionDescription): readonly Freeze[] {
  if (status.name !== 'RUNNING') {
    throw new FreezesUnreadableError(
      `the kill switch (workflow ${freezesWorkflowId}) is ${status.name}: find out who did that, then open it with nightshift freeze or nightshift unfreeze`,
    );
  }
  const notice = readNotice(memo?.[freezesMemo]);
  if (raw.pendingWorkflowTask || notice?.run !== runId) {
    throw new FreezesUnreadableError(
      `the kill switch (workflow ${freezesWorkflowId}) has not worked off its last order: see that a worker runs`,
    );
  }
  return notice.freezes;
}

function throwUnreadable(error: unknown): never {
  if (error instanceof WorkflowNotFoundError) {
    throw new FreezesUnreadableError(
      `there is no kill switch (workflow ${freezesWorkflowId}): start a worker, which sets it up, or run nightshift freeze`,
    );
  }
  throw new FreezesUnreadableError(`Temporal does not say what is frozen: ${(error as Error).message}`);
}
