import { CancellationScope } from '@temporalio/workflow';
import type { ChildWorkflowHandle } from '@temporalio/workflow';
import type { remediation } from '../remediation/remediation.ts';
import { standDownSignal, takeOverSignal, undoSignal } from '../remediation/remediation.ts';

/** A repair that an incident has asked for, from the wait for its target to its end. */
export class RepairUnderWay {
  /** Ends the wait for the target, because nobody wants the repair any more. */
  readonly waiting = new CancellationScope();
  private child: ChildWorkflowHandle<typeof remediation> | undefined;
  private leftTo: string | undefined;

  /** Whether people go on by themselves. */
  get isLeft(): boolean {
    return this.leftTo !== undefined;
  }

  /** Whether it can be told anything: it has its target. */
  get hasBegun(): boolean {
    return this.child !== undefined;
  }

  begin(child: ChildWorkflowHandle<typeof remediation>): void {
    this.child = child;
    if (this.leftTo !== undefined) this.leave(this.leftTo);
  }

  /** Its alerts have cleared. */
  async standDown(): Promise<void> {
    await this.child?.signal(standDownSignal);
  }

  /** @returns false where it has ended. */
  async undo(by: string): Promise<boolean> {
    const told = this.child?.signal(undoSignal, by).then(
      () => true,
      () => false,
    );
    return (await told) ?? false;
  }

  /** Has it begin nothing more, and end with what was done. */
  leave(by: string): void {
    this.leftTo = by;
    this.waiting.cancel();
    // One that has ended meanwhile begins nothing either.
    this.child?.signal(takeOverSignal, by).catch(() => undefined);
  }
}
