import { ApplicationFailure, log, setCurrentDetails, upsertMemo, workflowInfo } from '@temporalio/workflow';
import type { Freeze } from '../../model/freeze/freeze.ts';
import { addFreeze, hasRoomFor, maxFreezes, removeFreeze } from '../../model/freeze/freeze.ts';
import { freezesDetails } from '../../model/freeze/details.ts';
import { freezeOf, readFreezeOrder, readFreezes, readUnfreezeOrder } from '../../model/freeze/order.ts';
import type { FreezeNotice, FreezeOrder, UnfreezeOrder } from '../../model/freeze/order.ts';
import { freezesMemo } from '../../model/names.ts';
import { freezeRecords } from '../telemetry.ts';

/** Orders in one run after which the history is renewed, whatever the server suggests. */
const maxOrdersPerRun = 500;

/** Where the freezes are kept and shown. Several changes of one task are published once. */
export class FreezeBoard {
  freezes: readonly Freeze[];
  hasNews = false;
  private orders = 0;

  /** Freezes that cannot be read stop the workflow where it is: to go on without them would thaw. */
  constructor(before: unknown) {
    const readable = readFreezes(before);
    if (!readable) throw new Error('the freezes that this run was started with cannot be read');
    this.freezes = readable;
  }

  /** Whether this run's history has grown enough to be renewed. */
  get isHistoryFull(): boolean {
    return workflowInfo().continueAsNewSuggested || this.orders >= maxOrdersPerRun;
  }

  /** One object, because the server takes an empty list at the top of a memo for a field to remove. */
  get notice(): FreezeNotice {
    return { run: workflowInfo().runId, freezes: this.freezes };
  }

  /** @returns the freeze in force for the scope, which may be an older one. */
  freeze(value: unknown): Freeze {
    const freeze = freezeOf(this.insistOnFreeze(value), new Date().toISOString());
    freezeRecords.changed({ frozen: true, freeze, by: freeze.by });
    this.change(addFreeze(this.freezes, freeze));
    return this.freezes.find(({ id }) => id === freeze.id) ?? freeze;
  }

  /** @returns the freeze that was lifted; null where there was none by this id. */
  unfreeze(value: unknown): Freeze | null {
    const { id, by } = this.insistOnUnfreeze(value);
    const lifted = this.freezes.find((freeze) => freeze.id === id) ?? null;
    if (lifted) freezeRecords.changed({ frozen: false, freeze: lifted, by });
    this.change(removeFreeze(this.freezes, id));
    return lifted;
  }

  /** @throws ApplicationFailure, which rejects an update, when the order cannot be read or there is no room for it. */
  insistOnFreeze(value: unknown): FreezeOrder {
    const order = readFreezeOrder(value);
    if (!order) {
      throw refusal(
        'cannot be read: send nothing, a reason as text, or an object with reason, by, runbook and either target or cluster and namespace',
      );
    }
    if (hasRoomFor(this.freezes, order)) return order;
    throw refusal(`finds no room: ${maxFreezes - 1} scopes are frozen; lift some, or freeze everything`);
  }

  /** @throws ApplicationFailure when the order cannot be read. */
  insistOnUnfreeze(value: unknown): UnfreezeOrder {
    const order = readUnfreezeOrder(value);
    if (!order) throw refusal('cannot be read: send the id of a freeze as text, or an object with id and by');
    return order;
  }

  /** Obeys a signal. Nobody hears a refusal, and a throw would end the kill switch: it is noted. */
  hear(obey: () => unknown): void {
    try {
      obey();
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      log.warn('a signal to the kill switch was ignored', { reason: error.message });
    }
  }

  /** Shows the freezes in the memo, under the run that vouches for them, and to people. */
  publish(): void {
    this.hasNews = false;
    upsertMemo({ [freezesMemo]: this.notice });
    setCurrentDetails(freezesDetails(this.freezes));
  }

  private change(freezes: readonly Freeze[]): void {
    this.freezes = freezes;
    this.orders += 1;
    // Also where nothing changed: after a reset it is an order that makes the memo this run's own.
    this.hasNews = true;
  }
}

function refusal(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'OrderRefused', message: `the order ${message}`, nonRetryable: true });
}
