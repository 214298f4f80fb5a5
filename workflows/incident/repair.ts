import {
  CancellationScope,
  ChildWorkflowFailure,
  ParentClosePolicy,
  TimeoutFailure,
  condition,
  isCancellation,
  rootCause,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { AlertDetail } from '../../model/alert/tracked-alerts.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { firingAlerts, hasNewTrouble } from '../../model/incident/incident.ts';
import { noteAll } from '../../model/incident/changes.ts';
import type { Outcome, OutcomeReason } from '../../model/incident/outcome.ts';
import type { RunbookName } from '../../model/names.ts';
import { remediationWorkflowId } from '../../model/names.ts';
import type { RemediationOrder, RemediationResult } from '../../model/remediation/remediation.ts';
import type { IncidentDesk } from './desk.ts';
import { remediation, standDownSignal } from '../remediation/remediation.ts';
import { runbookFor, runbooks } from '../runbooks/index.ts';

/** Answers new trouble: finds the runbook, runs it as a child on the target's lock, and concludes. */
export async function remediate(desk: IncidentDesk): Promise<void> {
  const alerts = detailsOf(desk.record);
  const runbook = chooseRunbook(desk.record, alerts);
  const policy = await desk.readPolicy(runbook);
  const { target, attempts } = desk.record;
  if (!runbook) return desk.conclude(nothingDone('no-runbook', 'no runbook answers these alerts'));
  if (!target) return desk.conclude(nothingDone('unknown-target', 'the labels do not say what is sick'));
  if (attempts >= policy.incident.maxAttempts) {
    return desk.conclude(escalated('attempts-exhausted', `${attempts} attempts did not last`));
  }

  desk.beginAttempt(runbook);
  const incident = workflowInfo().workflowId;
  const result = await runToItsEnd(desk, { incident, runbook, target, alerts, policy });
  desk.change(noteAll(desk.record, result.entries));
  // Stood down for alerts that have come back meanwhile: that is new trouble, not an end.
  if (result.outcome.reason === 'unhealthy-without-alert' && hasNewTrouble(desk.record)) return;
  desk.conclude(result.outcome, result.logs);
}

async function runToItsEnd(desk: IncidentDesk, order: RemediationOrder): Promise<RemediationResult> {
  const { timeoutMs, summary } = runbooks[order.runbook];
  try {
    const child = await startChild(remediation, {
      workflowId: remediationWorkflowId(order.target),
      args: [order],
      workflowExecutionTimeout: timeoutMs,
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      staticSummary: summary,
    });
    const watching = new CancellationScope();
    const watched = watching.run(async () => {
      await condition(() => firingAlerts(desk.record).length === 0);
      await child.signal(standDownSignal);
    });
    // Ends by cancellation, or by a child that was gone already; neither matters any more.
    watched.catch(() => undefined);
    return await child.result().finally(() => watching.cancel());
  } catch (error) {
    return { outcome: outcomeOfFailure(error, order.runbook), entries: [], logs: null };
  }
}

function outcomeOfFailure(error: unknown, runbook: RunbookName): Outcome {
  if (error instanceof WorkflowExecutionAlreadyStartedError) {
    return nothingDone('target-locked', 'another incident repairs this target');
  }
  if (error instanceof ChildWorkflowFailure && error.cause instanceof TimeoutFailure) {
    return escalated('runbook-timed-out', `the runbook ${runbook} did not end in time`);
  }
  if (isCancellation(error) && !(error instanceof ChildWorkflowFailure)) throw error;
  return escalated('runbook-failed', `the runbook ${runbook} failed: ${rootCause(error) || 'no message'}`);
}

function chooseRunbook(record: IncidentRecord, alerts: readonly AlertDetail[]): RunbookName | null {
  return record.requestedRunbook ?? runbookFor(alerts);
}

function detailsOf(record: IncidentRecord): readonly AlertDetail[] {
  return firingAlerts(record).flatMap(([, { detail }]) => (detail ? [detail] : []));
}

function nothingDone(reason: OutcomeReason, detail: string): Outcome {
  return { kind: 'nothing-done', reason, detail };
}

function escalated(reason: OutcomeReason, detail: string): Outcome {
  return { kind: 'escalated', reason, detail };
}
