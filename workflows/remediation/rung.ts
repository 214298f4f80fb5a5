import { isCancellation } from '@temporalio/workflow';
import { CancelledFailure } from '@temporalio/common';
import type { Refusal, RefusalReason } from '../../model/guard/refusal.ts';
import type { Plan } from '../../model/remediation/plan.ts';
import type { RemediationResult } from '../../model/remediation/remediation.ts';
import { collectLogs } from '../runbook/steps.ts';
import type { Progression } from './acting.ts';
import { carryOut, takeBack } from './acting.ts';
import { admit } from './admission.ts';
import type { ApprovalDesk } from './approvals.ts';
import { isCancelled } from './failures.ts';
import { proveHealth } from './proof.ts';
import type { BegunStep } from './begun-step.ts';
import { whatStands, withStanding } from './begun-step.ts';
import type { RemediationRun } from './run.ts';
import { silenceAlerts } from '../alertmanager/silencing.ts';

/** How a rung of the ladder ended: with the whole repair, or with what to try next. */
export type RungEnd =
  | { readonly kind: 'end'; readonly result: RemediationResult }
  | { readonly kind: 'plan-anew'; readonly refusal: Refusal }
  | { readonly kind: 'next-rung' };

/** What a new plan would not have against it. */
const outdated: readonly RefusalReason[] = ['preconditions-changed', 'plan-expired', 'approval-replayed'];

/** Tries one plan: be allowed, act, verify, and take back what has not helped. */
export async function tryPlan(run: RemediationRun, plan: Plan, approvals: ApprovalDesk): Promise<RungEnd> {
  const refusal = await admit(run, plan, approvals);
  if (refusal) return refused(run, refusal);

  await silenceAlerts(run, plan);
  const begun: BegunStep[] = [];
  try {
    const progression = await carryOut(run, plan, approvals, begun);
    if (begun.length === 0 && progression.refusal) return refused(run, progression.refusal);
    if (!run.hasActed) return end(await verifyOnly(run));

    if (await proveHealth(run)) return end(await healed(run, begun));
    if (isLeft(run)) return end(left(run, begun));
    return await undo(run, progression, begun);
  } catch (error) {
    // Whoever cancels a repair wants what was done left alone. What fails has proven nothing.
    if (!isCancellation(error)) await takeBack(run, repairing(begun));
    throw error;
  }
}

/** The alerts have cleared, or somebody has stopped it, before anything was done. */
export async function verifyOnly(run: RemediationRun): Promise<RemediationResult> {
  if (await proveHealth(run)) return run.end('resolved-by-itself', null, 'healthy again before anything was done');
  if (run.undoWanted) return run.end('nothing-done', 'undo-wanted', 'stopped before anything was done');
  if (run.takenOver) return left(run, []);
  return run.end('escalated', 'unhealthy-without-alert', 'the alerts cleared, but the target is not healthy');
}

/** Whether people go on by themselves, and want nothing taken back. */
function isLeft(run: RemediationRun): boolean {
  return run.takenOver && !run.undoWanted;
}

/** The end of a repair that people have taken over: what was done is theirs now. */
function left(run: RemediationRun, begun: readonly BegunStep[]): RemediationResult {
  if (!run.hasActed) return run.end('nothing-done', 'taken-over', 'people go on: nothing was done');
  const containing = [...run.standing, ...begun.filter(({ contains }) => contains)];
  return run.end('escalated', 'taken-over', withStanding('people go on: what was done stays', containing));
}

/** The end of a repair whose every rung was tried. */
export function exhausted(run: RemediationRun): RemediationResult {
  const isContained = run.standing.length > 0;
  const failure = run.actionFailure;
  const reason = failure !== null ? 'action-failed' : isContained ? 'contained' : 'verification-failed';
  if (isContained) return run.end('escalated', reason, `still not healthy; ${whatStands(run.standing)}`);
  // To have undone what was never done would hide from people that something else is in the way.
  if (failure !== null && (run.leftBehind || !run.mayHaveChanged)) return run.end('escalated', reason, failure);
  if (failure !== null) return run.end('undone', reason, `what was done is taken back, because ${failure}`);
  if (!run.leftBehind) return run.end('undone', reason, 'the repair did not help, and was undone');
  return run.end('escalated', reason, 'the repair did not make the target healthy');
}

/** The end of a repair whose target is healthy: what only contained its trouble has not healed it, and is not needed any more. */
async function healed(run: RemediationRun, begun: readonly BegunStep[]): Promise<RemediationResult> {
  const containing = [...run.standing, ...begun.filter(({ contains }) => contains)];
  if (containing.length > 0 && !(await takeBack(run, containing)))
    return run.end('escalated', 'action-failed', 'healthy again, but what contained the trouble is not taken back');
  if (repairing(begun).length > 0) return run.end('resolved-by-us', null, 'repaired, and proven healthy');
  return run.end('resolved-by-itself', null, 'healthy again by itself, and what contained the trouble is taken back');
}

/** What is taken back when it has not helped; anything else keeps harm from spreading, and stands. */
function repairing(begun: readonly BegunStep[]): readonly BegunStep[] {
  return begun.filter(({ contains }) => !contains);
}

async function undo(run: RemediationRun, progression: Progression, begun: readonly BegunStep[]): Promise<RungEnd> {
  // What it wrote since tells people more than what it wrote before.
  run.logs = (await collectLogs(run.order.target).catch(() => null)) ?? run.logs;
  const allDone = await takeBack(run, run.undoWanted ? [...run.standing, ...begun] : repairing(begun));
  run.standing = run.undoWanted ? [] : [...run.standing, ...begun.filter(({ contains }) => contains)];
  if (isCancelled()) throw new CancelledFailure('cancelled while it was undone');
  if (progression.refusal) return end(run.refused(progression.refusal));
  if (run.undoWanted) {
    const [kind, detail] = run.leftBehind
      ? (['escalated', 'somebody wanted it undone, but not all of it can be'] as const)
      : (['undone', 'undone because somebody wanted it'] as const);
    return end(run.end(kind, 'undo-wanted', detail));
  }
  // Nobody knows what an undo that failed has left: people look at it before anything else is tried.
  return run.goesOn && allDone ? { kind: 'next-rung' } : end(exhausted(run));
}

/** The world has moved on since the plan was made: worth another look, as long as nothing was done. */
async function refused(run: RemediationRun, refusal: Refusal): Promise<RungEnd> {
  if (outdated.includes(refusal.reason) && !run.hasActed) return { kind: 'plan-anew', refusal };
  // What contains the trouble must not stand on a target that has become healthy while the next plan waited.
  if (run.standing.length > 0 && (await proveHealth(run))) return end(await healed(run, []));
  return end(run.refused(refusal));
}

function end(result: RemediationResult): RungEnd {
  return { kind: 'end', result };
}
