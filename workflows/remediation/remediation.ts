import {
  CancellationScope,
  allHandlersFinished,
  condition,
  defineSignal,
  defineUpdate,
  log,
  rootCause,
  setHandler,
} from '@temporalio/workflow';
import { predictionWaitMs } from '../../model/forecast/predicting/waits.ts';
import type { Ballot, VoteAnswer } from '../../model/remediation/vote.ts';
import type { Plan, Proposal } from '../../model/remediation/plan.ts';
import { messageNames } from '../../model/names.ts';
import type { RemediationOrder, RemediationResult } from '../../model/remediation/remediation.ts';
import { runbooks } from '../runbooks/index.ts';
import { giveBack, rehearse } from './admission.ts';
import { ApprovalDesk } from './approvals.ts';
import { hasType, throwCancellation } from './failures.ts';
import { diagnose, preparePlan, propose } from './planning.ts';
import { RemediationRun } from './run.ts';
import type { RungEnd } from './rung.ts';
import { exhausted, tryPlan, verifyOnly } from './rung.ts';
import { endSilences } from '../alertmanager/silencing.ts';

/** A Signal, because news of a cleared alert needs no answer. */
export const standDownSignal = defineSignal(messageNames.standDown);
/** Updates, because whoever votes wants to hear whether it counts; Signals for those who only can signal. */
export const approveUpdate = defineUpdate<VoteAnswer, [unknown]>(messageNames.approve);
export const denyUpdate = defineUpdate<VoteAnswer, [unknown]>(messageNames.deny);
export const approveSignal = defineSignal<[unknown]>(messageNames.approve);
export const denySignal = defineSignal<[unknown]>(messageNames.deny);
/** A Signal: whoever wants it undone does not wait, and anyone may want so. */
export const undoSignal = defineSignal<[unknown]>(messageNames.undo);

/** A Signal of the incident, which has told whoever goes on already. */
export const takeOverSignal = defineSignal<[unknown]>(messageNames.takeOver);

/** Rounds of diagnosis and plan, where the world changes before the first action. */
const maxRounds = 3;

/**
 * The contract that every runbook gets for free: diagnose, plan, be allowed, act, verify, undo what did
 * not help. Whatever a runbook does, it ends with an outcome. The workflow's id is the target, which
 * makes it the lock.
 */
export async function remediation(order: RemediationOrder): Promise<RemediationResult> {
  const run = new RemediationRun(order, runbooks[order.runbook]);
  const approvals = listen(run);
  let result: RemediationResult | undefined;
  try {
    result = await repair(run, approvals).catch((error: unknown) => failed(run, error));
    return result;
  } finally {
    await CancellationScope.nonCancellable(() => leave(run, result));
  }
}

/** Leaves nothing behind: a silence, a place among the repairs, a vote without a record, or a story untold. */
async function leave(run: RemediationRun, result: RemediationResult | undefined): Promise<void> {
  await endSilences(run);
  await giveBack(run, result?.outcome.kind === 'resolved-by-us');
  await condition(allHandlersFinished);
  // Cancelled, it has no result that would tell what was done.
  if (!result) await run.tell(null);
  await run.allTold();
}

async function repair(run: RemediationRun, approvals: ApprovalDesk): Promise<RemediationResult> {
  for (let round = 1; ; round++) {
    const diagnosis = await diagnose(run);
    if (!run.goesOn) return verifyOnly(run);

    const ladder = propose(run, diagnosis);
    if ('noPlan' in ladder) return run.end('nothing-done', ladder.noPlan, ladder.because);

    const end = await climb(run, ladder, approvals);
    if (end.kind === 'end') return end.result;
    if (end.kind === 'next-rung') return exhausted(run);
    if (round === maxRounds) return run.refused(end.refusal);
  }
}

/** Tries one plan after the other until one has helped. */
async function climb(run: RemediationRun, ladder: readonly Proposal[], approvals: ApprovalDesk): Promise<RungEnd> {
  for (const [rung, proposal] of ladder.entries()) {
    if (rung > 0 && isOverdue(run)) {
      run.note('refused', 'no time is left to try another plan');
      break;
    }
    const plan = await preparePlan(run, proposal);
    if (run.order.policy.mode === 'observe') return observe(run, plan);
    const end = await tryPlan(run, plan, approvals);
    if (end.kind !== 'next-rung') return end;
  }
  return { kind: 'next-rung' };
}

/** Whether the runbook's own time is used up: what is begun now may not come to its proof or its undo. */
function isOverdue({ order, runbook, begunAt }: RemediationRun): boolean {
  return Date.now() - begunAt > runbook.timeoutMs + predictionWaitMs(order.alerts, begunAt);
}

/** Says what would be done, and what the guards would say to it. */
async function observe(run: RemediationRun, plan: Plan): Promise<RungEnd> {
  const refusal = await rehearse(run, plan);
  if (!run.goesOn) return { kind: 'end', result: await verifyOnly(run) };
  const words = refusal ? `would not be allowed to (${refusal.reason}):` : 'would';
  return {
    kind: 'end',
    result: run.end('nothing-done', 'observe-mode', `observe mode: Nightshift ${words} ${plan.summary}`),
  };
}

function listen(run: RemediationRun): ApprovalDesk {
  const desk = new ApprovalDesk(run);
  setHandler(standDownSignal, () => run.standDown(), {
    description: 'The alert has cleared: begin nothing new, verify.',
  });
  setHandler(undoSignal, (who) => run.wantUndo(who), {
    description: 'Begin nothing new, and take back what was done. Input: your name, as "name".',
  });
  setHandler(takeOverSignal, (who) => run.takeOver(who), {
    description: 'Begin nothing new, and leave what was done to people. Input: your name, as "name".',
  });
  listenForVotes(desk, 'approve', approveUpdate, approveSignal);
  listenForVotes(desk, 'deny', denyUpdate, denySignal);
  return desk;
}

function listenForVotes(
  desk: ApprovalDesk,
  ballot: Ballot,
  update: typeof approveUpdate,
  signal: typeof approveSignal,
): void {
  const description = `Vote to ${ballot} the plan that waits. Input: {"code": "its code", "by": "your name"}`;
  setHandler(update, (vote) => desk.update(ballot, vote), {
    validator: (vote) => desk.validate(ballot, vote),
    description,
  });
  setHandler(signal, (vote) => desk.signal(ballot, vote), { description });
}

/** Turns whatever a runbook or a step threw into an outcome; only a cancellation goes on its way. */
function failed(run: RemediationRun, error: unknown): RemediationResult {
  throwCancellation(error);
  const { incident: incidentId, runbook } = run.order;
  const cause = rootCause(error) || 'no message';
  const kind = run.hasActed ? 'escalated' : 'nothing-done';
  if (hasType(error, 'UnknownTarget')) return run.end(kind, 'unknown-target', cause);
  log.error('runbook failed', { runbook, incidentId, cause });
  return run.end(kind, 'runbook-failed', `the runbook ${runbook} failed: ${cause}`);
}
