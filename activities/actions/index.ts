import type { ActionName } from '../../model/names.ts';
import type { Action, ActionResult } from '../../model/remediation/plan.ts';
import type { FindService } from '../services.ts';
import { restartService } from './restart-service.ts';

/** What actions may use. */
export interface ActionDependencies {
  readonly findService: FindService;
}

/** Changes one target, once, and says what it knows of the effect. */
export type ActionRunner = (action: Action, deps: ActionDependencies) => Promise<ActionResult>;

/** Every action, by the name of its file. */
export const actions: Readonly<Record<ActionName, ActionRunner>> = {
  'restart-service': restartService,
};
