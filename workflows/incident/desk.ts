import { log, proxyActivities, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { Activities } from '../../activities/index.ts';
import { readDeliveries } from '../../model/incident/delivery.ts';
import { beginAttempt, conclude, moveTo, note, noteAll, receive } from '../../model/incident/changes.ts';
import { incidentDetails } from '../../model/incident/details.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { newIncident } from '../../model/incident/incident.ts';
import type { Outcome } from '../../model/incident/outcome.ts';
import { reportOn } from '../../model/incident/report.ts';
import type { Report, ReportKind } from '../../model/incident/report.ts';
import type { RunbookName, searchAttributes } from '../../model/names.ts';
import type { LogExcerpt } from '../../model/remediation/diagnosis.ts';
import type { AttemptPolicy, ChannelRef } from '../../model/remediation/policy.ts';
import { readProgress } from '../../model/remediation/remediation.ts';
import { humanChannel, quickRead } from '../activity-profiles.ts';
import { incidentMetrics } from '../telemetry.ts';

const reading = proxyActivities<Activities>(quickRead);
const telling = proxyActivities<Activities>(humanChannel);

/** The search attributes by the names that workers register on the server. */
const keys = {
  status: keywordKey('NightshiftStatus'),
  statusSince: datetimeKey('NightshiftStatusSince'),
  runbook: keywordKey('NightshiftRunbook'),
  target: keywordKey('NightshiftTarget'),
  severity: keywordKey('NightshiftSeverity'),
};

/** Deliveries in one run after which the history is renewed, whatever the server suggests. */
const maxDeliveriesPerRun = 500;

/** Where an incident's record is kept and shown: every change goes through here and is published at once. */
export class IncidentDesk {
  record: IncidentRecord;
  policy: AttemptPolicy | undefined;
  /** The last message to each channel, behind which the next one waits: "resolved" must not overtake "escalated". */
  private readonly outbox = new Map<ChannelRef['index'], Promise<void>>();
  private readonly deliveriesBefore: number;
  private published: IncidentRecord | undefined;

  constructor(key: string, record: IncidentRecord | undefined) {
    this.record = record ?? newIncident(key, now());
    this.deliveriesBefore = this.record.deliveries;
    if (record) this.publish();
    else incidentMetrics.statusReached(this.record.status);
  }

  /** Takes in alerts. What cannot be read is noted, never thrown: a throw here would wedge the incident. */
  receive(deliveries: unknown): void {
    const readable = readDeliveries(deliveries);
    if (!readable) return this.ignore('delivery');
    this.change(readable.reduce((record, delivery) => receive(record, delivery, now()), this.record));
  }

  progress(progress: unknown): void {
    const readable = readProgress(progress);
    if (!readable) return this.ignore('progress note');
    this.change(moveTo(noteAll(this.record, readable.entries), readable.status, now()));
    if (readable.status !== 'repairing' || !this.record.runbook) return;
    if (this.record.attempts === 1) incidentMetrics.firstActionBegan(this.record.runbook, this.age());
    this.report('repairing');
  }

  async readPolicy(runbook: RunbookName | null): Promise<AttemptPolicy> {
    const { target, severity } = this.record;
    this.policy = await reading.readPolicy.executeWithOptions({ summary: 'what the policy allows' }, [
      { runbook, target, severity },
    ]);
    return this.policy;
  }

  beginAttempt(runbook: RunbookName): void {
    this.change(beginAttempt(this.record, runbook, now()));
  }

  conclude(outcome: Outcome, logs: LogExcerpt | null = null): void {
    this.change(conclude(this.record, outcome, now()));
    const { runbook, status } = this.record;
    incidentMetrics.concluded({ kind: outcome.kind, reason: outcome.reason }, runbook);
    if (outcome.kind === 'resolved-by-us' && runbook) incidentMetrics.verified(runbook, this.age());
    // Nobody was told that it fired.
    if (outcome.reason === 'alert-resolved') return;
    this.report(status === 'escalated' ? 'escalated' : 'resolved', logs);
  }

  /** The alerts of an escalated incident have cleared: people hear so, and the outcome stays what it was. */
  cleared(): void {
    this.change(note(moveTo(this.record, 'resolved', now()), now(), 'resolved', 'the alerts have cleared'));
    this.report('cleared');
  }

  change(record: IncidentRecord): void {
    if (record.status !== this.record.status) incidentMetrics.statusReached(record.status);
    this.record = record;
    this.publish();
  }

  /** Whether this run's history has grown enough to be renewed. */
  get isHistoryFull(): boolean {
    return (
      workflowInfo().continueAsNewSuggested || this.record.deliveries - this.deliveriesBefore >= maxDeliveriesPerRun
    );
  }

  /** Resolves when every message has been delivered or given up. */
  async messagesSent(): Promise<void> {
    while (this.outbox.size > 0) await Promise.all(this.outbox.values());
  }

  /** Messages go out beside the repair, never before it: a slow channel must not delay it. */
  private report(kind: ReportKind, logs: LogExcerpt | null = null): void {
    const report = reportOn(this.record, kind, logs);
    for (const channel of this.policy?.channels ?? []) {
      const sent = this.send(channel, report).finally(() => {
        if (this.outbox.get(channel.index) === sent) this.outbox.delete(channel.index);
      });
      this.outbox.set(channel.index, sent);
    }
  }

  private async send(channel: ChannelRef, report: Report): Promise<void> {
    await this.outbox.get(channel.index);
    await telling.deliverReport
      .executeWithOptions({ summary: `tell ${channel.type}: ${report.kind}` }, [{ channel, report }])
      .catch(() => this.change(note(this.record, now(), 'report-failed', `${channel.type}: ${report.kind}`)));
  }

  private publish(): void {
    const { status, runbook, target, severity, statusSince } = this.record;
    setCurrentDetails(incidentDetails(this.record));
    const before = this.published;
    this.published = this.record;
    const same = status === before?.status && runbook === before.runbook && target === before.target;
    if (same && severity === before.severity) return;
    upsertSearchAttributes([
      { key: keys.status, value: status },
      { key: keys.statusSince, value: new Date(statusSince) },
      { key: keys.runbook, value: runbook },
      { key: keys.target, value: target },
      { key: keys.severity, value: severity },
    ]);
  }

  private ignore(what: string): void {
    log.warn('unreadable message ignored', { incidentId: workflowInfo().workflowId, what });
    this.change(note(this.record, now(), 'bad-message', `a ${what} that could not be read was ignored`));
  }

  private age(): number {
    return Date.now() - Date.parse(this.record.openedAt);
  }
}

function now(): string {
  return new Date().toISOString();
}

type NamesOf<Type> = {
  [Name in keyof typeof searchAttributes]: (typeof searchAttributes)[Name] extends Type ? Name : never;
}[keyof typeof searchAttributes];

function keywordKey(name: NamesOf<'Keyword'>) {
  return defineSearchAttributeKey(name, 'KEYWORD');
}

function datetimeKey(name: NamesOf<'Datetime'>) {
  return defineSearchAttributeKey(name, 'DATETIME');
}
