import { getExternalWorkflowHandle, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { Refusal } from '../../model/guard/refusal.ts';
import type { Outcome, OutcomeKind, OutcomeReason } from '../../model/incident/outcome.ts';
import type { Rehearsal } from '../../model/incident/score.ts';
import type { TimelineEntry, TimelineEvent } from '../../model/incident/timeline.ts';
import type { LogReading } from '../../model/logs/log-reading.ts';
import { messageNames } from '../../model/names.ts';
import type { ApprovalRequest } from '../../model/remediation/approval.ts';
import { awaitedApproval } from '../../model/remediation/approval.ts';
import type { RepairView, StepState } from '../../model/remediation/details.ts';
import { newRepairView, remediationDetails } from '../../model/remediation/details.ts';
import type { Plan } from '../../model/remediation/plan.ts';
import type { Check } from '../../model/remediation/check.ts';
import type { LogExcerpt } from '../../model/remediation/diagnosis.ts';
import { boundedDetails } from '../../model/incident/shown/found-details.ts';
import { personIn } from '../../model/operators/message.ts';
import type { Progress, RemediationOrder, RemediationResult } from '../../model/remediation/remediation.ts';
import type { Runbook, Trouble } from '../runbook/runbook.ts';
import type { BegunStep } from './begun-step.ts';
import { withStanding } from './begun-step.ts';

/** Timeline entries that are shown. */
const maxEntriesKept = 10;

/** One run of one runbook: what it is for, what it has found, and what it has not yet told its incident. */
export class RemediationRun {
  readonly order: RemediationOrder;
  readonly runbook: Runbook;
  readonly trouble: Trouble;
  stoodDown = false;
  /** People go on by themselves: what was done stays. */
  takenOver = false;
  /** Somebody wants taken back what was done. */
  undoWanted = false;
  /** Ends the wait for the guards, because nobody needs their answer any more. */
  stopAsking: () => void = () => undefined;
  /** Ends the proof of health, because somebody does not want to wait for it. */
  stopWatching: () => void = () => undefined;
  hasActed = false;
  mayHaveChanged = false;
  actionFailure: string | null = null;
  /** Whether something that was done has not been taken back. */
  leftBehind = false;
  /** Whether something that was begun may clear the alerts although it heals nothing. */
  contains = false;
  /** What was done by former rungs to keep harm from spreading, and stands until the target is healthy. */
  standing: readonly BegunStep[] = [];
  /** Whether a guard may have given it a place that it has to give back. */
  hasPlace = false;
  /** When it first set out to silence its alerts, in milliseconds; null before. */
  silencedAtMs: number | null = null;
  logs: LogExcerpt | null = null;
  /** What will show that the target is healthy, as the latest diagnosis has it. */
  proof: readonly Check[] = [];
  rehearsal: Rehearsal | null = null;
  recurs = false;
  /** Whether people approved a part of it. */
  approved = false;
  readonly begunAt = Date.now();
  private view: RepairView;
  private untold: TimelineEntry[] = [];
  private untoldDetails: readonly string[] | undefined;
  private untoldReading: LogReading | null = null;
  private telling: Promise<unknown> = Promise.resolve();

  constructor(order: RemediationOrder, runbook: Runbook) {
    this.order = order;
    this.runbook = runbook;
    const { incident, target, alerts, since } = order;
    this.trouble = { incident, target, alerts, since };
    this.view = newRepairView(order);
    this.show({});
  }

  /** Names this run, and stays the same when a Reset has it played again. */
  get id(): string {
    return workflowInfo().originalExecutionRunId;
  }

  /** A cordon clears its own alert, with the node as sick as before: what is only contained is not over by that. */
  standDown(): void {
    if (this.stoodDown || this.contains) return;
    this.stoodDown = true;
    this.note('stood-down', 'the alerts have cleared: nothing new is begun');
    this.stopAsking();
  }

  /** @param by who wants it, in whatever form a dialog sends. */
  wantUndo(by: unknown): void {
    if (this.undoWanted) return;
    this.undoWanted = true;
    this.note('undo-wanted', `${personIn(by)} wants taken back what was done`);
    this.stopAsking();
    this.stopWatching();
  }

  /** @param by who goes on, in whatever form a dialog sends. */
  takeOver(by: unknown): void {
    if (this.takenOver) return;
    this.takenOver = true;
    this.note('stood-down', `${personIn(by)} goes on: nothing new is begun`);
    this.stopAsking();
    this.stopWatching();
  }

  /** Whether anything new may still be begun. */
  get goesOn(): boolean {
    return !(this.stoodDown || this.isCutShort);
  }

  /** Whether nobody waits for proof of health. */
  get isCutShort(): boolean {
    return this.undoWanted || this.takenOver;
  }

  note(event: TimelineEvent, text: string): void {
    const entry = { at: new Date().toISOString(), event, text };
    this.untold.push(entry);
    this.show({ story: [...this.view.story, entry].slice(-maxEntriesKept) });
  }

  /** Takes in what was found: shown here, and told to the incident with what comes next. */
  hasFound(details: readonly string[]): void {
    this.untoldDetails = boundedDetails(details);
    this.show({ found: this.untoldDetails });
  }

  /** Takes in what the logs say: shown here, and told to the incident with what comes next. */
  hasRead(reading: LogReading): void {
    this.untoldReading = reading;
    this.show({ reading });
  }

  /** Shows people how far it is, in this workflow's own details: that is where they vote. */
  show(change: Partial<RepairView>): void {
    this.view = { ...this.view, ...change };
    setCurrentDetails(remediationDetails(this.view));
  }

  /**
   * Shows what people are asked for, here and in the incident; null once they have decided.
   *
   * @param asked how often they have been asked.
   */
  askFor(request: ApprovalRequest | null, votes: number, asked: number): void {
    const summary = this.view.plan?.summary ?? '';
    this.show({ approval: request && awaitedApproval(request, this.order.policy.approval, { summary, votes, asked }) });
    void this.tell('awaiting-approval');
  }

  /** Shows what became of one step of the plan; of a former plan there is nothing to be seen any more. */
  showStep({ hash }: Pick<Plan, 'hash'>, index: number, state: StepState): void {
    if (this.view.plan?.hash !== hash) return;
    this.show({ steps: this.view.steps.map((before, other) => (other === index ? state : before)) });
  }

  /**
   * Tells the incident what has happened so far. It never rejects, and nothing but the very end waits for it:
   * what could not be told is told with what comes next.
   *
   * @param status null where there is more to tell, but no new phase.
   */
  async tell(status: Progress['status']): Promise<void> {
    const progress: Progress = {
      status,
      entries: this.untold,
      ...(this.view.approval ? { approval: this.view.approval } : {}),
      ...(this.untoldDetails ? { details: this.untoldDetails } : {}),
      ...(this.untoldReading ? { reading: this.untoldReading } : {}),
    };
    [this.untold, this.untoldDetails, this.untoldReading] = [[], undefined, null];
    const told = getExternalWorkflowHandle(this.order.incident)
      .signal(messageNames.progress, progress)
      .catch(() => {
        this.untold = [...progress.entries, ...this.untold];
        this.untoldDetails ??= progress.details;
        this.untoldReading ??= progress.reading ?? null;
      });
    this.telling = Promise.all([this.telling, told]);
    await told;
  }

  /** Resolves when nothing is on its way to the incident any more: a server drops what a closed workflow sends. */
  async allTold(): Promise<void> {
    await this.telling;
  }

  end(kind: OutcomeKind, reason: OutcomeReason | null, detail: string): RemediationResult {
    const outcome: Outcome = { kind, reason, detail };
    this.show({ outcome, approval: null });
    const { untold: entries, untoldReading: reading, logs, rehearsal, recurs, hasActed: acted, approved } = this;
    const details = this.untoldDetails ? { details: this.untoldDetails } : {};
    return { outcome, entries, logs, ...details, reading, rehearsal, recurs, acted, approved };
  }

  /** The end of a repair that was not allowed to go on. */
  refused({ reason, detail }: Refusal): RemediationResult {
    return this.end(this.hasActed ? 'escalated' : 'nothing-done', reason, withStanding(detail, this.standing));
  }
}
