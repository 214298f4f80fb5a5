import {
  ActivityFailure,
  ApplicationFailure,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  rootCause,
  sleep,
} from '@temporalio/workflow';
import type { FailureType } from '../../model/failures.ts';
import type { OutcomeKind, OutcomeReason } from '../../model/incident/outcome.ts';
import type { TimelineEntry, TimelineEvent } from '../../model/incident/timeline.ts';
import { messageNames } from '../../model/names.ts';
import type { CheckResult } from '../../model/remediation/check.ts';
import { overallHealth } from '../../model/remediation/check.ts';
import type { Diagnosis, LogExcerpt } from '../../model/remediation/diagnosis.ts';
import type { Action, ActionResult, Plan } from '../../model/remediation/plan.ts';
import type { Progress, RemediationOrder, RemediationResult } from '../../model/remediation/remediation.ts';
import type { NoPlan, Runbook, Trouble } from '../runbook.ts';
import { awaitHealthy, collectLogs, performAction, runChecks } from '../steps.ts';

/** One run of one runbook: what it has found, done and not yet told its incident. */
export class RemediationRun {
  stoodDown = false;
  hasActed = false;
  private readonly trouble: Trouble;
  private readonly order: RemediationOrder;
  private readonly runbook: Runbook;
  private untold: TimelineEntry[] = [];
  private logs: LogExcerpt | null = null;
  private actionFailed = false;

  constructor(order: RemediationOrder, runbook: Runbook) {
    this.order = order;
    this.runbook = runbook;
    this.trouble = { target: order.target, alerts: order.alerts };
  }

  standDown(): void {
    if (this.stoodDown) return;
    this.stoodDown = true;
    this.note('stood-down', 'the alerts have cleared: nothing new is begun');
  }

  async diagnose(): Promise<Diagnosis> {
    const diagnosis = await this.runbook.diagnose(this.trouble);
    this.logs = diagnosis.logs;
    this.note('diagnosed', diagnosis.conclusion);
    return diagnosis;
  }

  plan(diagnosis: Diagnosis): Plan | NoPlan {
    const plan = insistOnActions(this.runbook.plan(this.trouble, diagnosis));
    this.note('planned', 'noPlan' in plan ? `nothing: ${plan.because}` : plan.summary);
    return plan;
  }

  /** Decides whether the plan may run; a refusal is the result to end with. */
  guard(plan: Plan): RemediationResult | undefined {
    if (this.order.policy.mode === 'auto') return undefined;
    return this.end('nothing-done', 'observe-mode', `observe mode: Nightshift would ${plan.summary}`);
  }

  async act(action: Action): Promise<ActionResult> {
    if (!this.hasActed) await this.tell('repairing');
    this.hasActed = true;
    const result = await performAction(action).catch(unheard);
    this.actionFailed ||= result.result === 'failed';
    this.note(result.result === 'failed' ? 'action-failed' : 'acted', result.summary);
    return result;
  }

  /** Success is what independent checks say for as long as the policy asks; an action's own word counts for nothing. */
  async verify(): Promise<RemediationResult> {
    if (await this.staysHealthy()) return this.end('resolved-by-us', null, 'repaired, and proven healthy');
    // What it wrote since tells people more than what it wrote before.
    this.logs = (await collectLogs(this.order.target).catch(throwCancellation)) ?? this.logs;
    const reason = this.actionFailed ? 'action-failed' : 'verification-failed';
    return this.end('escalated', reason, 'the repair did not make the target healthy');
  }

  async verifyWithoutActing(): Promise<RemediationResult> {
    if (await this.staysHealthy())
      return this.end('resolved-by-itself', null, 'healthy again before anything was done');
    return this.end('escalated', 'unhealthy-without-alert', 'the alerts cleared, but the target is not healthy');
  }

  nothingToDo({ noPlan, because }: NoPlan): RemediationResult {
    return this.end('nothing-done', noPlan, because);
  }

  /** Turns whatever a runbook or a step threw into an outcome; only a cancellation goes on its way. */
  failed(error: unknown): RemediationResult {
    if (isCancellation(error)) throw error;
    const cause = rootCause(error) || 'no message';
    if (hasType(error, 'UnknownTarget')) return this.end('nothing-done', 'unknown-target', cause);
    log.error('runbook failed', { runbook: this.order.runbook, incidentId: this.order.incident, cause });
    const kind = this.hasActed ? 'escalated' : 'nothing-done';
    return this.end(kind, 'runbook-failed', `the runbook ${this.order.runbook} failed: ${cause}`);
  }

  private async staysHealthy(): Promise<boolean> {
    const { withinMs, holdMs, checks } = this.order.policy.verification;
    const proof = this.runbook.proofOfHealth(this.trouble);
    await this.tell('verifying');
    // Giving up on the wait proves nothing, for instance after a worker's outage: one more look decides.
    let results = await awaitHealthy(proof, withinMs).catch((error: unknown) => {
      throwCancellation(error);
      return runChecks(proof);
    });
    for (let look = 0; look < checks && overallHealth(results) === 'healthy'; look++) {
      await sleep(holdMs / checks, { summary: `must stay healthy: ${look + 1} of ${checks}` });
      results = await runChecks(proof);
    }
    const healthy = overallHealth(results) === 'healthy';
    this.note(healthy ? 'verified' : 'not-verified', describe(results));
    return healthy;
  }

  private async tell(status: Progress['status']): Promise<void> {
    const progress: Progress = { status, entries: this.untold };
    this.untold = [];
    await getExternalWorkflowHandle(this.order.incident)
      .signal(messageNames.progress, progress)
      // The incident learns everything from the result as well; a lost hint must not stop a repair.
      .catch((error: unknown) => {
        throwCancellation(error);
        this.untold = [...progress.entries, ...this.untold];
      });
  }

  private note(event: TimelineEvent, text: string): void {
    this.untold.push({ at: new Date().toISOString(), event, text });
  }

  private end(kind: OutcomeKind, reason: OutcomeReason | null, detail: string): RemediationResult {
    return { outcome: { kind, reason, detail }, entries: this.untold, logs: this.logs };
  }
}

/** A plan to do nothing is none. */
function insistOnActions(plan: Plan | NoPlan): Plan | NoPlan {
  if ('noPlan' in plan || plan.actions.length > 0) return plan;
  return { noPlan: 'no-plan', because: 'the plan has no actions' };
}

/** An action whose answer never came may have happened; verification decides what that means. */
function unheard(error: unknown): ActionResult {
  throwCancellation(error);
  return { result: 'unknown', summary: `no answer: ${rootCause(error) || 'no message'}` };
}

function throwCancellation(error: unknown): void {
  if (isCancellation(error)) throw error;
}

function hasType(error: unknown, type: FailureType): boolean {
  return error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === type;
}

function describe(results: readonly CheckResult[]): string {
  return results.map(({ summary }) => summary).join('; ');
}
