import type { ActionName } from '../names.ts';
import type { Target } from '../target.ts';

/** One side effect on one explicit target. */
export interface Action {
  readonly action: ActionName;
  readonly target: Target;
}

/** What a runbook wants to do, in order. */
export interface Plan {
  /** One plain sentence for people. */
  readonly summary: string;
  readonly actions: readonly Action[];
}

/** How an action went; `unknown` when it may have happened although nobody heard so. */
export interface ActionResult {
  readonly result: 'done' | 'failed' | 'unknown';
  /** One plain line, masked. */
  readonly summary: string;
}
