import type { Action, ActionResult } from '../../model/remediation/plan.ts';
import type { FindService } from './services.ts';

/** What actions may use. */
export interface ActionDependencies {
  readonly findService: FindService;
}

/** Changes one target, once, and says what it knows of the effect. */
export type ActionRunner = (action: Action, deps: ActionDependencies) => Promise<ActionResult>;
