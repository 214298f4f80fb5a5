import {
  CancellationScope,
  ChildWorkflowFailure,
  ParentClosePolicy,
  TimeoutFailure,
  condition,
  isCancellation,
  proxyActivities,
  rootCause,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { ChildWorkflowHandle } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { requesterOf } from '../../model/alert/alert.ts';
import type { AlertDetail } from '../../model/alert/tracked-alerts.ts';
import { predictionWaitMs } from '../../model/forecast/predicting/waits.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { firingAlerts, hasNewTrouble, isLeftToPeople } from '../../model/incident/incident.ts';
import type { Outcome, OutcomeReason } from '../../model/incident/outcome.ts';
import type { RunbookName } from '../../model/names.ts';
import { remediationWorkflowId } from '../../model/names.ts';
import type { FiringAlert, RemediationOrder, RemediationResult } from '../../model/remediation/remediation.ts';
import { isStormAlert } from '../../model/guard/storm-alert.ts';
import { outlastingRules } from '../../model/remediation/hold.ts';
import { repairTimeMs } from '../../model/remediation/times.ts';
import { untilUnlocked } from '../activity-profiles.ts';
import { hasType } from '../remediation/failures.ts';
import type { IncidentDesk } from './desk.ts';
import { locate } from './locating.ts';
import { endSilences, silenceOf } from '../alertmanager/ending.ts';
import { remediation } from '../remediation/remediation.ts';
import { RepairUnderWay } from './repair-under-way.ts';
import { runbookFor, runbooks } from '../runbooks/index.ts';

/** How often a lock is waited for: whoever gets it between two waits may be a third incident. */
const maxTurns = 5;

/** Answers new trouble: finds the runbook, runs it as a child on the target's lock, and concludes. */
export async function remediate(desk: IncidentDesk): Promise<void> {
  if (isLeftToPeople(desk.record)) return leaveToPeople(desk);
  const alerts = detailsOf(desk.record);
  const runbook = chooseRunbook(desk.record, alerts);
  const isOfStorm = alerts.some(isStormAlert);
  const lost = runbook && !isOfStorm ? await locate(desk, alerts) : null;
  const policy = await desk.readPolicy(runbook);
  if (isLeftToPeople(desk.record)) return leaveToPeople(desk);
  const { target, attempts } = desk.record;
  if (isOfStorm) return desk.conclude(nothingDone('storm', 'too much is sick at once: new repairs wait'));
  if (!runbook) return desk.conclude(nothingDone('no-runbook', 'no runbook answers these alerts'));
  if (!target) return desk.conclude(nothingDone('unknown-target', 'the labels do not say what is sick'));
  if (lost) return desk.conclude(lost);
  if (attempts >= policy.incident.maxAttempts) {
    return desk.conclude(escalated('attempts-exhausted', `${attempts} attempts did not last`));
  }

  desk.beginAttempt(runbook);
  const incident = workflowInfo().workflowId;
  const requestedBy = alerts.map(requesterOf).find((name) => name !== null) ?? null;
  const order = {
    incident,
    runbook,
    target,
    alerts,
    since: firingSince(desk.record),
    severity: desk.record.severity,
    requestedBy,
    policy: outlastingRules(policy, { target, alerts }),
    ...silenceOf(policy),
  };
  const result = await runToItsEnd(desk, order).finally(() => desk.chores.add(() => endSilences(desk, order)));
  desk.heard(result);
  // Stood down for alerts that have come back meanwhile: that is new trouble, not an end.
  if (result.outcome.reason === 'unhealthy-without-alert' && hasNewTrouble(desk.record)) return;
  if (result.outcome.reason !== 'taken-over') return desk.conclude(result.outcome, result.logs);
  if (isLeftToPeople(desk.record)) leaveToPeople(desk, result.outcome);
}

/** People go on by themselves. What they have closed is concluded at its close, with whatever was done before. */
function leaveToPeople(desk: IncidentDesk, outcome?: Outcome): void {
  const { takenOverBy, closedBy } = desk.record;
  if (closedBy) return outcome && desk.conclude({ ...outcome, reason: 'closed-by-operator' });
  desk.conclude(outcome ?? nothingDone('taken-over', `left to ${takenOverBy ?? 'people'}`));
}

async function runToItsEnd(desk: IncidentDesk, order: RemediationOrder): Promise<RemediationResult> {
  const repair = new RepairUnderWay();
  desk.repair = repair;
  try {
    const child = await lockTarget(order, repair);
    if (!child) return notBegun(nothingDone('taken-over', 'people go on: nothing was done'));
    repair.begin(child);
    const watching = new CancellationScope();
    const watched = watching.run(async () => {
      await condition(() => firingAlerts(desk.record).length === 0);
      await repair.standDown();
    });
    // Ends by cancellation, or by a child that was gone already; neither matters any more.
    watched.catch(() => undefined);
    return await child.result().finally(() => watching.cancel());
  } catch (error) {
    const outcome = outcomeOfFailure(error, order.runbook);
    // It cannot say itself any more whether it acted; it told when it was about to.
    return { ...notBegun(outcome), acted: desk.record.score.firstActionMs !== null };
  } finally {
    desk.repair = null;
  }
}

/** What there is to say of a repair that cannot say anything itself. */
function notBegun(outcome: Outcome): RemediationResult {
  const nothing = { logs: null, reading: null, rehearsal: null };
  return { outcome, entries: [], ...nothing, recurs: false, acted: false, approved: false };
}

/**
 * Begins the remediation, whose id is the lock on the target, and waits while another incident has it.
 *
 * @returns undefined where people took over meanwhile.
 */
async function lockTarget(
  order: RemediationOrder,
  repair: RepairUnderWay,
): Promise<ChildWorkflowHandle<typeof remediation> | undefined> {
  const { timeoutMs, summary } = runbooks[order.runbook];
  const { policy, target } = order;
  for (let turn = 1; !repair.isLeft; turn++) {
    try {
      return await startChild(remediation, {
        workflowId: remediationWorkflowId(target),
        args: [order],
        workflowExecutionTimeout: repairTimeMs(policy, timeoutMs) + predictionWaitMs(order.alerts, Date.now()),
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        staticSummary: summary,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError) || turn === maxTurns) throw error;
      const waiting = proxyActivities<Activities>(untilUnlocked(policy.patienceMs));
      const options = { summary: 'another incident repairs this target' };
      try {
        await repair.waiting.run(() => waiting.awaitUnlocked.executeWithOptions(options, [target]));
      } catch (failed) {
        if (!repair.isLeft) throw failed;
      }
    }
  }
  return undefined;
}

function outcomeOfFailure(error: unknown, runbook: RunbookName): Outcome {
  if (error instanceof WorkflowExecutionAlreadyStartedError || hasType(error, 'TargetLocked')) {
    return nothingDone('target-locked', 'another incident repairs this target');
  }
  if (error instanceof ChildWorkflowFailure && error.cause instanceof TimeoutFailure) {
    return escalated('runbook-timed-out', `the runbook ${runbook} did not end in time`);
  }
  if (isCancellation(error)) {
    if (!(error instanceof ChildWorkflowFailure)) throw error;
    return escalated('runbook-failed', 'somebody cancelled the repair');
  }
  return escalated('runbook-failed', `the runbook ${runbook} failed: ${rootCause(error) || 'no message'}`);
}

function chooseRunbook(record: IncidentRecord, alerts: readonly AlertDetail[]): RunbookName | null {
  return record.requestedRunbook ?? runbookFor(alerts, record.target);
}

function detailsOf(record: IncidentRecord): readonly FiringAlert[] {
  return firingAlerts(record).flatMap(([fingerprint, { detail }]) => (detail ? [{ fingerprint, ...detail }] : []));
}

function firingSince(record: IncidentRecord): string {
  const [first] = firingAlerts(record)
    .map(([, { firedAt }]) => firedAt)
    .toSorted();
  return first ?? record.openedAt;
}

function nothingDone(reason: OutcomeReason, detail: string): Outcome {
  return { kind: 'nothing-done', reason, detail };
}

function escalated(reason: OutcomeReason, detail: string): Outcome {
  return { kind: 'escalated', reason, detail };
}
