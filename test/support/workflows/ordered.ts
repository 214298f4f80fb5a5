/** The bundle's entry for tests of one order at a time: a workflow that has it performed as remediations do, and the guard. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.ts';
import type { ActionAnswer, ActionOrder } from '../../../model/remediation/action-order.ts';
import { sideEffect } from '../../../workflows/activity-profiles.ts';

export { guard } from '../../../workflows/guard/guard.ts';

const { performAction } = proxyActivities<Pick<Activities, 'performAction'>>(sideEffect);

/** Ends with what came of the order. */
export function ordered(order: ActionOrder): Promise<ActionAnswer> {
  return performAction(order);
}
