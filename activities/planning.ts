import type { RunbookName } from '../model/names.ts';
import type { Action, Plan, Proposal, Step } from '../model/remediation/plan.ts';
import { sealPlan } from '../model/remediation/plan.ts';
import type { Target } from '../model/target.ts';
import { isCanonicalPath } from '../model/target.ts';
import { actions } from './actions/index.ts';
import type { ActionDependencies } from './contracts/action-definition.ts';
import { traitsOf } from './contracts/action-definition.ts';
import { failure } from './contracts/failure.ts';
import type { AuditLog } from '../clients/audit/audit-log.ts';

/** What a plan is made of, and for whom. */
interface Draft {
  /** The workflow id of the incident. */
  readonly incident: string;
  readonly runbook: RunbookName;
  readonly target: Target;
  readonly proposal: Proposal;
  /** How long the plan may be carried out, in milliseconds from now. */
  readonly validForMs: number;
}

/** The activity that turns what a runbook wants into a plan that can be judged, approved and held against the world. */
export function createPlanningActivities(deps: ActionDependencies & { readonly audit: AuditLog }) {
  const stepOf = async (wanted: Action): Promise<Step> => {
    const { action, target, settings } = wanted;
    const definition = actions[action];
    const { risk, undo, expectedMs } = traitsOf(definition, target, deps);
    const preconditions = await definition.observe(target, deps, settings);
    const undoSettings = definition.undoSettings?.(preconditions, settings);
    const takeBack = undo && { action: undo, target, ...(undoSettings ? { settings: undoSettings } : {}) };
    const containing = definition.contains ? { contains: true as const } : {};
    return { ...wanted, risk, undo: takeBack, expectedMs, ...containing, preconditions };
  };

  return {
    async preparePlan({ incident, runbook, target, proposal, validForMs }: Draft): Promise<Plan> {
      const { summary } = proposal;
      insistOnSafety(proposal);
      const steps = await Promise.all(proposal.actions.map(stepOf));
      const now = Date.now();
      const [madeAt, expiresAt] = [new Date(now).toISOString(), new Date(now + validForMs).toISOString()];
      const plan = sealPlan({ runbook, target, summary, steps, madeAt, expiresAt });
      const common = { at: madeAt, incident, target, runbook, plan: plan.hash, step: null, key: null };
      await deps.audit.write({ kind: 'plan', ...common, summary, steps, expiresAt });
      return plan;
    },
  };
}

/** More than these are no repair but a campaign. */
const maxSteps = 20;

/** A plan names what it touches, one by one: an empty or a wide selector has no place in it. */
function insistOnSafety({ actions: wanted }: Proposal): void {
  if (wanted.length === 0 || wanted.length > maxSteps)
    throw failure('UnsafePlan', `a plan has 1 to ${maxSteps} actions, not ${wanted.length}`);
  const vague = wanted.find(({ target }) => !isCanonicalPath(target));
  if (vague) throw failure('UnsafePlan', `${vague.action} names no explicit target`);
}
