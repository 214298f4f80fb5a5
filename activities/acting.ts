import type { Action, ActionResult } from '../model/remediation/plan.ts';
import type { ActionDependencies } from './contracts/action-runner.ts';
import { actions } from './actions/index.ts';

/** The one activity that changes anything outside. */
export function createActingActivities(deps: ActionDependencies) {
  return {
    performAction: (action: Action): Promise<ActionResult> => actions[action.action](action, deps),
  };
}
