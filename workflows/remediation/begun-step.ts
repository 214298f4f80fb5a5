import type { Plan, Step } from '../../model/remediation/plan.ts';

/** A step that has been begun, and what takes it back. */
export interface BegunStep extends Pick<Step, 'undo' | 'expectedMs' | 'contains'> {
  readonly plan: Plan;
  readonly index: number;
}
