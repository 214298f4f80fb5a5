import type { ActionName } from '../../model/names.ts';
import type { ActionResult, Facts, Risk } from '../../model/remediation/plan.ts';
import type { Target } from '../../model/target.ts';
import type { FindService } from './services.ts';

/** What actions may use. */
export interface ActionDependencies {
  readonly findService: FindService;
}

/** Everything there is to know of one action. Each is a file of its own in `activities/actions/`. */
export interface ActionDefinition {
  readonly risk: Risk;
  /** The action on the same target that takes it back, harmless where there is nothing to take back; null where none does. */
  readonly undo: ActionName | null;
  /** How long it usually takes, in milliseconds. */
  readonly expectedMs: number;
  /**
   * What it depends on, as the target is now: read when the plan is made and again just before it is
   * performed, and compared. The steps before it in a plan must not change any of it.
   */
  observe(target: Target, deps: ActionDependencies): Promise<Facts>;
  /** Changes the target, once, and says what it knows of the effect. */
  perform(target: Target, deps: ActionDependencies): Promise<ActionResult>;
  /**
   * Whether it has happened already, for one that was begun and never heard of.
   *
   * @param before what {@link observe} had said when the plan was made.
   */
  didHappen(target: Target, before: Facts, deps: ActionDependencies): Promise<'yes' | 'no' | 'unknown'>;
}
