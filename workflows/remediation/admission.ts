import { CancellationScope, proxyActivities, rootCause } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { Admission } from '../../model/guard/admission.ts';
import type { RepairEnd } from '../../model/guard/ledger.ts';
import type { Refusal } from '../../model/guard/refusal.ts';
import { riskToApprove } from '../../model/remediation/approval.ts';
import type { Plan } from '../../model/remediation/plan.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import { bookKeeping, untilAdmitted } from '../activity-profiles.ts';
import { repairTimeMs } from '../../model/remediation/times.ts';
import type { ApprovalDesk } from './approvals.ts';
import { throwCancellation } from './failures.ts';
import type { RemediationRun } from './run.ts';

const keeping = proxyActivities<Activities>(bookKeeping);

/** Kept in the incident's memo, which has to stay small. */
const maxSummaryLength = 200;

/**
 * Why a plan may not run now; null when it may, and its repair has a place among those of its failure
 * domain. Where somebody has to approve it the guards are asked before as well, as patiently: nobody shall
 * be woken for a plan that may not run, and no place be held while people think.
 */
export async function admit(run: RemediationRun, plan: Plan, approvals: ApprovalDesk): Promise<Refusal | null> {
  const { mode, patienceMs } = run.order.policy;
  if (riskToApprove(mode, plan, 0)) {
    const refusal = await ask(run, plan, { patienceMs, lapsesAfterMs: null });
    if (refusal || !run.goesOn) return refusal;
    const objection = await approvals.allows(plan, 0);
    if (objection || !run.goesOn) return objection;
  }
  const lapsesAfterMs = repairTimeMs(run.order.policy, run.runbook.timeoutMs);
  const hadPlace = run.hasPlace;
  run.hasPlace = true;
  const refusal = await ask(run, plan, { patienceMs, lapsesAfterMs });
  // A guard that gave no answer may have given a place.
  if (refusal && refusal.reason !== 'guard-unavailable') run.hasPlace = hadPlace;
  return refusal;
}

/** What the guards would say, without taking a place. */
export function rehearse(run: RemediationRun, plan: Plan): Promise<Refusal | null> {
  return ask(run, plan, { patienceMs: 0, lapsesAfterMs: null });
}

/** Gives the place back and tells the guard how the repair ended, also where it was cancelled. */
export async function giveBack(run: RemediationRun, isProven: boolean): Promise<void> {
  if (!run.hasPlace) return;
  const acted: RepairEnd = isProven ? 'verified' : 'not-verified';
  const ended = { claim: run.id, target: run.order.target, end: run.hasActed ? acted : 'not-acted' } as const;
  // A place that is not given back lapses by itself.
  await keeping.settleRepair.executeWithOptions({ summary: 'give the place back' }, [ended]).catch(() => undefined);
}

async function ask(
  run: RemediationRun,
  plan: Plan,
  { patienceMs, lapsesAfterMs }: { readonly patienceMs: number; readonly lapsesAfterMs: number | null },
): Promise<Refusal | null> {
  const { incident, alerts, silence } = run.order;
  const own = silence ? { silence: silence.mark } : {};
  const question = { claim: run.id, incident, plan, alerts, ...own, patienceMs, lapsesAfterMs };
  const asking = proxyActivities<Activities>(untilAdmitted(patienceMs));
  run.show({ phase: 'guard' });
  const admission = await whileItGoesOn(run, () =>
    asking.admitPlan.executeWithOptions({ summary: 'may this plan run now?' }, [question]),
  );
  // Nobody needs the answer any more.
  if (!admission) return null;
  run.recurs ||= admission.recurs;
  const { refusal: reason, detail } = admission;
  run.rehearsal = { plan: shorten(onOneLine(plan.summary), maxSummaryLength), refusal: reason };
  if (!reason) return null;
  run.note('refused', detail);
  return { reason, detail };
}

/** A guard that cannot be asked has not said yes. Standing down ends the wait for it. */
async function whileItGoesOn(run: RemediationRun, question: () => Promise<Admission>): Promise<Admission | undefined> {
  const scope = new CancellationScope();
  run.stopAsking = () => scope.cancel();
  try {
    return await scope.run(question);
  } catch (error) {
    if (!run.goesOn) return undefined;
    throwCancellation(error);
    const detail = `the guards could not be asked: ${rootCause(error) || 'no message'}`;
    return { refusal: 'guard-unavailable', detail, recurs: false };
  }
}
