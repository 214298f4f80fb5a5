import { CancellationScope } from '@temporalio/workflow';

/** More than these are sent by several activities, one after the other. */
const maxItems = 50;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly answered: (answer: Answer | null) => void;
}

/**
 * Sends items in batches, one batch after the other: a flood of messages must not become a flood of
 * activities.
 */
export class Batches<Item, Answer> {
  private readonly send: (items: readonly Item[]) => Promise<readonly Answer[]>;
  private readonly waiting: Waiting<Item, Answer>[] = [];
  private isSending = false;

  constructor(send: (items: readonly Item[]) => Promise<readonly Answer[]>) {
    this.send = send;
  }

  /** The answer to an item; null where there is none. It never rejects, because a signal's handler must not. */
  add(item: Item): Promise<Answer | null> {
    return new Promise((answered) => {
      this.waiting.push({ item, answered });
      if (!this.isSending) void this.sendAll();
    });
  }

  private async sendAll(): Promise<void> {
    this.isSending = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, maxItems);
      // A cancellation waits: what was said is recorded whatever becomes of the repair.
      const answers = await CancellationScope.nonCancellable(() =>
        this.send(batch.map(({ item }) => item)).catch((): readonly Answer[] => []),
      );
      for (const [index, { answered }] of batch.entries()) answered(answers[index] ?? null);
    }
    this.isSending = false;
  }
}
