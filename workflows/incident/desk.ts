import { condition, log, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { readDeliveries } from '../../model/incident/delivery.ts';
import { advance, ageAt, beginAttempt, conclude, hear, moveTo, note, receive } from '../../model/incident/changes.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { firingAlerts, hasNewTrouble, isClosing, newIncident } from '../../model/incident/incident.ts';
import type { Outcome, OutcomeReason } from '../../model/incident/outcome.ts';
import { reportOn, wakesNobody } from '../../model/incident/report.ts';
import type { Report, ReportKind } from '../../model/incident/report.ts';
import type { RunbookName } from '../../model/names.ts';
import { channelsBeside } from '../../model/notices/receipts.ts';
import { reopened } from '../../model/operators/changes.ts';
import type { LogExcerpt } from '../../model/remediation/diagnosis.ts';
import type { AttemptPolicy, ChannelRef } from '../../model/remediation/policy.ts';
import type { RemediationResult } from '../../model/remediation/remediation.ts';
import { readProgress } from '../../model/remediation/remediation.ts';
import type { Target } from '../../model/target.ts';
import { quickRead } from '../activity-profiles.ts';
import { incidentMetrics } from '../telemetry.ts';
import { showMutes } from '../alertmanager/muting.ts';
import { Chores } from './chores.ts';
import { Outbox } from './outbox.ts';
import { publish } from './publication.ts';
import type { RepairUnderWay } from './repair-under-way.ts';
import { now } from '../now.ts';

// Local, because it only reads the worker's own configuration: one event in place of six.
const reading = proxyLocalActivities<Activities>(quickRead);

/** Deliveries in one run after which the history is renewed, whatever the server suggests. */
const maxDeliveriesPerRun = 500;

/** Nobody was told that it fired; and whoever goes on by themselves has people told by that. */
const toldAlready: readonly OutcomeReason[] = ['alert-resolved', 'taken-over', 'closed-by-operator'];

/** Where an incident's record is kept and shown: every change goes through here and is published at once. */
export class IncidentDesk {
  record: IncidentRecord;
  policy: AttemptPolicy | undefined;
  /** The repair that is under way, or waits for its target. */
  repair: RepairUnderWay | null = null;
  /** Reports go out beside the repair, never before it: a slow channel must not delay it. */
  private readonly outbox: Outbox = new Outbox(this);
  /** Hears of every report once it is on its way. */
  onReport: (kind: ReportKind) => void = () => undefined;
  readonly chores: Chores = new Chores();
  private readonly deliveriesBefore: number;
  private published: IncidentRecord | undefined;

  constructor(key: string, record: IncidentRecord | undefined) {
    this.record = record ?? newIncident(key, workflowInfo().startTime.toISOString());
    this.deliveriesBefore = this.record.deliveries;
    if (record) this.publish();
    else incidentMetrics.statusReached(this.record.status);
  }

  /** Takes in alerts. What cannot be read is noted, never thrown: a throw here would wedge the incident. */
  receive(deliveries: unknown): void {
    const readable = readDeliveries(deliveries);
    if (!readable) return this.ignore('delivery');
    const before = this.record.score.acceptedMs;
    this.change(readable.reduce((record, delivery) => receive(record, delivery, now()), this.record));
    const { acceptedMs } = this.record.score;
    if (before === null && acceptedMs !== null) incidentMetrics.accepted(acceptedMs);
    if (isClosing(this.record) && hasNewTrouble(this.record)) this.change(reopened(this.record, now()));
  }

  progress(progress: unknown): void {
    const readable = readProgress(progress);
    if (!readable) return this.ignore('progress note');
    const { approval, runbook, score } = this.record;
    this.change(advance(this.record, readable, now()));
    // A vote that came in meanwhile is no reason to ask again.
    if (readable.approval && readable.approval.asked !== approval?.asked) {
      this.report('approval-needed');
      this.chores.add(() => showMutes(this));
    }
    if (readable.status !== 'repairing' || !runbook) return;
    if (score.firstActionMs === null) incidentMetrics.firstActionBegan(runbook, this.age());
    this.report('repairing');
  }

  async readPolicy(runbook: RunbookName | null): Promise<AttemptPolicy> {
    const { target, severity } = this.record;
    const firing = firingAlerts(this.record).map(([, alert]) => alert);
    const alerts = [...new Set(firing.map(({ name }) => name))];
    const labels = firing.flatMap(({ detail }) => (detail ? [detail.labels] : []));
    const policy = await reading.readPolicy({ runbook, target, severity, alerts, labels });
    this.policy = policy;
    if (runbook) this.change({ ...this.record, score: { ...this.record.score, mode: policy.mode } });
    return policy;
  }

  /** Resolves when it is known which channels there are: somebody may speak to an incident before anything else has asked. */
  async knowChannels(): Promise<void> {
    if (!this.policy) await this.readPolicy(null);
  }

  /** Takes in what really is sick; what the words tell of it is null where the labels said so already. */
  located(target: Target, words: string | null): void {
    const located = { ...this.record, target };
    this.change(words === null ? located : note(located, now(), 'diagnosed', words));
  }

  beginAttempt(runbook: RunbookName): void {
    this.change(beginAttempt(this.record, runbook, now()));
    incidentMetrics.attempted(runbook);
  }

  /** Takes in how a remediation went, before it is concluded. */
  heard(result: RemediationResult): void {
    const { runbook, score } = this.record;
    if (result.recurs && !score.recurs && runbook) incidentMetrics.recurred(runbook);
    this.change(hear(this.record, result));
  }

  conclude(outcome: Outcome, logs: LogExcerpt | null = null): void {
    this.change(conclude(this.record, outcome, now()));
    const { runbook, status, target } = this.record;
    incidentMetrics.concluded(outcome, runbook, target);
    if (outcome.kind === 'resolved-by-us' && runbook) incidentMetrics.verified(runbook, this.age());
    if (outcome.reason !== null && toldAlready.includes(outcome.reason)) return;
    if (this.isOneOfAStorm) return;
    if (status === 'escalated') this.chores.add(() => showMutes(this));
    this.report(status === 'escalated' ? 'escalated' : 'resolved', logs);
  }

  /** The alerts of an escalated incident have cleared: people hear so, and the outcome stays what it was. */
  cleared(): void {
    this.change(note(moveTo(this.record, 'resolved', now()), now(), 'resolved', 'the alerts have cleared'));
    if (!this.isOneOfAStorm) this.report('cleared');
  }

  /** People hear of a storm once, from the incident that stands for it, and not from each target: neither its begin nor its end. */
  private get isOneOfAStorm(): boolean {
    const { outcome, target } = this.record;
    return outcome?.reason === 'storm' && target !== null;
  }

  change(record: IncidentRecord): void {
    if (record.status !== this.record.status) incidentMetrics.statusReached(record.status);
    this.record = record;
    this.publish();
  }

  /** Messages go out beside the repair, never before it: a slow channel must not delay it. */
  report(kind: ReportKind, logs: LogExcerpt | null = null): void {
    const channels = this.policy?.channels ?? [];
    const beside = wakesNobody(kind) ? channelsBeside(this.record.receipts, channels) : [];
    this.tell([...channels, ...beside], reportOn(this.record, kind, logs));
    this.onReport(kind);
  }

  /** Tells channels something, each after what it was told before. */
  tell(channels: readonly ChannelRef[], report: Report): void {
    const named = { ...report, run: workflowInfo().firstExecutionRunId };
    for (const channel of channels) this.outbox.post(channel, named);
  }

  /** Whether this run's history has grown enough to be renewed. */
  get isHistoryFull(): boolean {
    return (
      workflowInfo().continueAsNewSuggested || this.record.deliveries - this.deliveriesBefore >= maxDeliveriesPerRun
    );
  }

  /** Whether a message is still on its way. */
  get isTelling(): boolean {
    return !this.outbox.isEmpty;
  }

  /**
   * Resolves when every message has been delivered or given up, and nothing goes on beside any more. New trouble does not
   * wait for a channel that is down; it did under policies of earlier releases.
   */
  async messagesSent(): Promise<void> {
    await this.chores.done();
    if (this.policy?.dropsSuperseded !== true) return this.outbox.empty();
    await condition(() => this.outbox.isEmpty || hasNewTrouble(this.record));
  }

  private publish(): void {
    publish(this.record, this.published);
    this.published = this.record;
  }

  private ignore(what: string): void {
    log.warn('unreadable message ignored', { incidentId: workflowInfo().workflowId, what });
    this.change(note(this.record, now(), 'bad-message', `a ${what} that could not be read was ignored`));
  }

  private age(): number {
    return ageAt(this.record, now());
  }
}
