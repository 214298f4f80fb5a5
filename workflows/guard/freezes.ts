import {
  CancellationScope,
  allHandlersFinished,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  makeContinueAsNewFunc,
  setHandler,
} from '@temporalio/workflow';
import type { Freeze } from '../../model/freeze/freeze.ts';
import type { FreezeOrder, UnfreezeOrder } from '../../model/freeze/order.ts';
import { freezesMemo, messageNames } from '../../model/names.ts';
import { FreezeBoard } from './freeze-board.ts';

/** Updates for those who want an answer; signals for those who want it stored even while no worker runs. */
export const freezeUpdate = defineUpdate<Freeze, [FreezeOrder]>(messageNames.freeze);
export const unfreezeUpdate = defineUpdate<Freeze | null, [UnfreezeOrder]>(messageNames.unfreeze);
export const freezeSignal = defineSignal<[FreezeOrder]>(messageNames.freeze);
export const unfreezeSignal = defineSignal<[UnfreezeOrder]>(messageNames.unfreeze);
export const freezesQuery = defineQuery<readonly Freeze[]>(messageNames.freezes);

const howToFreeze = {
  description:
    'Stops actions: everything (no input, or a reason as text), or where an object with cluster, namespace, target or runbook says.',
};
const howToUnfreeze = { description: 'Lifts a freeze: its id as text, or an object with id and by.' };

/**
 * The kill switch: one workflow that holds every freeze and never ends. Its memo shows them to whoever
 * acts, so that reading it needs no worker.
 *
 * @param before the freezes of the run before this one.
 */
export async function freezes(before: readonly Freeze[] = []): Promise<void> {
  const board = new FreezeBoard(before);
  setHandler(freezeUpdate, (order) => board.freeze(order), {
    ...howToFreeze,
    validator: (order) => void board.insistOnFreeze(order),
  });
  setHandler(unfreezeUpdate, (order) => board.unfreeze(order), {
    ...howToUnfreeze,
    validator: (order) => void board.insistOnUnfreeze(order),
  });
  setHandler(freezeSignal, (order) => board.hear(() => board.freeze(order)), howToFreeze);
  setHandler(unfreezeSignal, (order) => board.hear(() => board.unfreeze(order)), howToUnfreeze);
  setHandler(freezesQuery, () => board.freezes, { description: 'The freezes in force.' });

  // A click on Cancel must not lift anything.
  await CancellationScope.nonCancellable(async () => {
    while (!board.isHistoryFull) {
      board.publish();
      await condition(() => board.hasNews || board.isHistoryFull);
    }
    await condition(allHandlersFinished);
    // The server does not hand the memo on by itself, and should this run be closed, the memo is all that is left.
    const continueWithMemo = makeContinueAsNewFunc<typeof freezes>({ memo: { [freezesMemo]: board.notice } });
    await continueWithMemo(board.freezes);
  });
}
