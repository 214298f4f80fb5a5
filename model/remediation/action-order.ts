import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Refusal } from '../guard/refusal.ts';
import type { RunbookName } from '../names.ts';
import type { Action, ActionResult, Facts, Plan, Step } from './plan.ts';
import type { FiringAlert, RemediationOrder } from './remediation.ts';
import type { MessageRef } from './sender.ts';

/** Whether a step is done or taken back. */
export const actionKinds = ['do', 'undo'] as const;
export type ActionKind = (typeof actionKinds)[number];

/** One step of a sealed plan, or its undo, to be performed now. */
export interface ActionOrder extends Action {
  /** Performed again under the same key it is the same side effect, not another one. */
  readonly key: string;
  readonly kind: ActionKind;
  readonly incident: string;
  readonly runbook: RunbookName;
  readonly plan: string;
  readonly step: number;
  /** Empty for an undo, which must be possible whatever the step has made of the target. */
  readonly preconditions: Facts;
  /** It does not begin after this. An undo may always begin. ISO 8601, UTC. */
  readonly notAfter: string | null;
  readonly alerts: readonly Pick<FiringAlert, 'fingerprint' | 'labels'>[];
  /** The mark of the silences that Nightshift opens for this; absent where it opens none. */
  readonly silence?: string;
  /** The messages that approved it; none where nobody had to. */
  readonly approvals: readonly MessageRef[];
}

/** What came of an order: how the action went, or why it was not begun. */
export type ActionAnswer = ActionResult | { readonly result: 'refused'; readonly refusal: Refusal };

/** What can come of an order. */
export const actionResults = [
  'done',
  'failed',
  'unknown',
  'refused',
] as const satisfies readonly ActionAnswer['result'][];

/** What every order of one remediation has in common. */
type OrderContext = Pick<ActionOrder, 'incident' | 'alerts'> & Pick<RemediationOrder, 'silence'>;

/** The order to perform a plan's step. */
export function orderToDo(
  plan: Plan,
  index: number,
  step: Step,
  context: OrderContext & Pick<ActionOrder, 'approvals'>,
): ActionOrder {
  const { action, target, settings, preconditions } = step;
  const { approvals } = context;
  return {
    ...common(plan, index, 'do', context),
    action,
    target,
    ...(settings ? { settings } : {}),
    preconditions,
    approvals,
    notAfter: plan.expiresAt,
  };
}

/** The order to take a plan's step back. */
export function orderToUndo(plan: Plan, index: number, undo: Action, context: OrderContext): ActionOrder {
  return { ...common(plan, index, 'undo', context), ...undo, preconditions: {}, approvals: [], notAfter: null };
}

function common(
  { hash, runbook }: Plan,
  step: number,
  kind: ActionKind,
  { incident, alerts, silence }: OrderContext,
): Omit<ActionOrder, 'action' | 'target' | 'preconditions' | 'approvals' | 'notAfter'> {
  const key = bytesToHex(sha256(utf8ToBytes(`${hash} ${step} ${kind}`))).slice(0, 32);
  const known = alerts.map(({ fingerprint, labels }) => ({ fingerprint, labels }));
  return {
    key,
    kind,
    incident,
    runbook,
    plan: hash,
    step,
    alerts: known,
    ...(silence ? { silence: silence.mark } : {}),
  };
}
