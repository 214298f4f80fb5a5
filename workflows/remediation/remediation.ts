import { defineSignal, setHandler } from '@temporalio/workflow';
import { messageNames } from '../../model/names.ts';
import type { RemediationOrder, RemediationResult } from '../../model/remediation/remediation.ts';
import { RemediationRun } from './run.ts';
import { runbooks } from '../runbooks/index.ts';

/** A Signal, because news of a cleared alert needs no answer. */
export const standDownSignal = defineSignal(messageNames.standDown);

/**
 * The contract that every runbook gets for free: diagnose, plan, be allowed, act, verify. Whatever a
 * runbook does, it ends with an outcome. The workflow's id is the target, which makes it the lock.
 */
export async function remediation(order: RemediationOrder): Promise<RemediationResult> {
  const run = new RemediationRun(order, runbooks[order.runbook]);
  setHandler(standDownSignal, () => run.standDown(), {
    description: 'The alert has cleared: begin nothing new, verify.',
  });
  try {
    return await attempt(run);
  } catch (error) {
    return run.failed(error);
  }
}

async function attempt(run: RemediationRun): Promise<RemediationResult> {
  const diagnosis = await run.diagnose();
  if (run.stoodDown) return run.verifyWithoutActing();

  const plan = run.plan(diagnosis);
  if ('noPlan' in plan) return run.nothingToDo(plan);

  const refusal = run.guard(plan);
  if (refusal) return refusal;

  for (const action of plan.actions) {
    if (run.stoodDown) break;
    const result = await run.act(action);
    if (result.result === 'failed') break;
  }
  return run.hasActed ? run.verify() : run.verifyWithoutActing();
}
