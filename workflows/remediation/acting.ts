import { CancellationScope, proxyActivities, rootCause } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { ActionAnswer, ActionOrder } from '../../model/remediation/action-order.ts';
import { orderToDo, orderToUndo } from '../../model/remediation/action-order.ts';
import type { Plan, Step } from '../../model/remediation/plan.ts';
import type { Refusal } from '../../model/guard/refusal.ts';
import { inertLine } from '../../model/text/markdown.ts';
import { sideEffectWithin } from '../activity-profiles.ts';
import { repairMetrics } from '../telemetry.ts';
import type { ApprovalDesk } from './approvals.ts';
import { hasType, isCancelled } from './failures.ts';
import type { BegunStep } from './begun-step.ts';
import type { RemediationRun } from './run.ts';

/** Why a plan did not get further. */
export interface Progression {
  readonly refusal: Refusal | null;
}

/**
 * Performs a plan step by step, until one fails or is refused, or nobody needs it any more.
 *
 * @param begun gets each step before it begins, and keeps it however this ends.
 */
export async function carryOut(
  run: RemediationRun,
  plan: Plan,
  approvals: ApprovalDesk,
  begun: BegunStep[],
): Promise<Progression> {
  for (const [index, step] of plan.steps.entries()) {
    const refusal = run.goesOn ? await approvals.allows(plan, index) : null;
    if (refusal) return { refusal };
    if (!run.goesOn || isCancelled()) break;
    run.show({ phase: 'acting' });
    // Before the step, because nobody can tell afterwards whether a lost answer means a lost effect.
    begun.push({ plan, index, ...step });
    run.contains ||= step.contains === true;
    const answer = await perform(
      run,
      plan,
      orderToDo(plan, index, step, { ...run.order, approvals: approvals.messagesFor(plan) }),
      step,
    );
    run.showStep(plan, index, answer.result);
    if (answer.result === 'refused') {
      begun.pop();
      run.contains = [...run.standing, ...begun].some(({ contains }) => contains);
      return { refusal: answer.refusal };
    }
    if (answer.result === 'failed') return { refusal: null };
  }
  return { refusal: null };
}

/**
 * Takes back what was begun, newest first, whatever happens meanwhile: half an undo is worse than none.
 *
 * @returns whether every undo that there is has been done.
 */
export function takeBack(run: RemediationRun, begun: readonly BegunStep[]): Promise<boolean> {
  return CancellationScope.nonCancellable(async () => {
    run.show({ phase: 'undoing' });
    let allDone = true;
    for (const { plan, index, undo, expectedMs } of begun.toReversed()) {
      const order = undo && orderToUndo(plan, index, undo, run.order);
      const isBack = order && (await undoStep(run, order, expectedMs)).result === 'done';
      if (undo) run.showStep(plan, index, isBack ? 'undone' : 'undo failed');
      run.leftBehind ||= !isBack;
      allDone &&= isBack !== false;
    }
    return allDone;
  });
}

async function perform(run: RemediationRun, plan: Plan, order: ActionOrder, step: Step): Promise<ActionAnswer> {
  if (!run.hasActed) void run.tell('repairing');
  run.showStep(plan, order.step, 'under way');
  const answer = await send(order, `${step.action} ${step.target}`, step.expectedMs);
  run.hasActed ||= answer.result !== 'refused';
  if (answer.result === 'refused') {
    run.note('refused', answer.refusal.detail);
    return answer;
  }
  if (answer.result === 'failed') run.actionFailure = `${step.action} failed: ${answer.summary}`;
  else run.mayHaveChanged = true;
  run.note(answer.result === 'failed' ? 'action-failed' : 'acted', answer.summary);
  return answer;
}

async function undoStep(run: RemediationRun, order: ActionOrder, expectedMs: number): Promise<ActionAnswer> {
  const answer = await send(order, `undo: ${order.action} ${order.target}`, expectedMs);
  const text = answer.result === 'refused' ? answer.refusal.detail : answer.summary;
  run.note(answer.result === 'done' ? 'undone' : 'undo-failed', text);
  return answer;
}

/** A cancellation that meets an action waits for its end: an effect without a record would be worse. */
function send(order: ActionOrder, summary: string, expectedMs: number): Promise<ActionAnswer> {
  return CancellationScope.nonCancellable(async () => {
    const answer = await ask(order, summary, expectedMs);
    repairMetrics.actionEnded(order.action, order.kind, answer.result);
    return answer;
  });
}

async function ask(order: ActionOrder, summary: string, expectedMs: number): Promise<ActionAnswer> {
  const acting = proxyActivities<Activities>(sideEffectWithin(expectedMs));
  try {
    return await acting.performAction.executeWithOptions({ summary: inertLine(summary, 200) }, [order]);
  } catch (error) {
    if (hasType(error, 'NotBegun')) return { result: 'refused', refusal: unguarded(error.cause.message) };
    // It may have happened although nobody heard so; verification decides what that means.
    return { result: 'unknown', summary: `no answer: ${rootCause(error) || 'no message'}` };
  }
}

function unguarded(cause: string): Refusal {
  return { reason: 'guard-unavailable', detail: `nobody could tell whether it is allowed: ${cause}` };
}
