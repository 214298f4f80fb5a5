import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { note } from '../../model/incident/changes.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import type { Report, ReportKind } from '../../model/incident/report.ts';
import { keepReceipt, placeOf } from '../../model/notices/receipts.ts';
import type { AttemptPolicy, ChannelRef } from '../../model/remediation/policy.ts';
import { humanChannel } from '../activity-profiles.ts';

const telling = proxyActivities<Activities>(humanChannel);

/** How long a report waits behind another one before it gives way to a newer one. */
const patienceMs = 60_000;

/** Whose reports they are. */
interface Sender {
  readonly record: IncidentRecord;
  readonly policy: AttemptPolicy | undefined;
  change(record: IncidentRecord): void;
}

/** A report that waits for its turn. */
interface Letter {
  readonly channel: ChannelRef;
  readonly report: Report;
  readonly id: string;
  readonly since: number;
}

/**
 * The reports of one incident. To each channel they go one after the other: "resolved" must not overtake "escalated". What
 * has waited long gives way to what is newer, which says so.
 */
export class Outbox {
  private readonly sender: Sender;
  /** The last report to each channel, behind which the next one waits. */
  private readonly last = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, readonly Letter[]>();
  /** What never got to a channel since the last report that did. */
  private readonly missed = new Map<string, readonly ReportKind[]>();
  private posted = 0;

  constructor(sender: Sender) {
    this.sender = sender;
  }

  /** Whether nothing is on its way. */
  get isEmpty(): boolean {
    return this.last.size === 0;
  }

  /** Resolves when every report has been delivered or given up. */
  async empty(): Promise<void> {
    while (!this.isEmpty) await Promise.all(this.last.values());
  }

  /** Sends a report to all who follow a channel, behind those that are on their way there. */
  post(channel: ChannelRef, report: Report): void {
    // Taken at once, in the order of posting: a replay gives every message the same id.
    const id = `${workflowInfo().runId}-${++this.posted}`;
    const place = placeOf(channel, null);
    const sent = this.inTurn(place, { channel, report, id, since: Date.now() }).finally(() => {
      if (this.last.get(place) === sent) this.last.delete(place);
    });
    this.last.set(place, sent);
  }

  private async inTurn(place: string, letter: Letter): Promise<void> {
    this.waiting.set(place, [...this.behind(place), letter]);
    await this.last.get(place);
    this.waiting.set(
      place,
      this.behind(place).filter((other) => other !== letter),
    );
    if (this.givesWay(place, letter)) return this.missing(place, letter, ' gave way to a newer report');
    await this.send(place, letter).catch(() => this.missing(place, letter, ''));
  }

  private async send(place: string, { channel, report, id }: Letter): Promise<void> {
    const missed = this.missed.get(place) ?? [];
    const receipt = this.sender.record.receipts?.[place] ?? null;
    const notice = { channel, report: missed.length > 0 ? mentioning(report, missed) : report, id, receipt };
    const answer = await telling.deliverReport.executeWithOptions({ summary: `tell ${channel.type}: ${report.kind}` }, [
      notice,
    ]);
    this.missed.delete(place);
    const { record } = this.sender;
    const receipts = keepReceipt(record.receipts, place, answer);
    if (receipts && receipts !== record.receipts) this.sender.change({ ...record, receipts });
  }

  /** Policies of earlier releases say nothing of it: there every report is sent. */
  private givesWay(place: string, { since }: Letter): boolean {
    const isOld = Date.now() - since >= patienceMs;
    return isOld && this.sender.policy?.dropsSuperseded === true && this.behind(place).length > 0;
  }

  private missing(place: string, { channel, report }: Letter, why: string): void {
    this.missed.set(place, [...(this.missed.get(place) ?? []), report.kind]);
    const text = `${channel.type}: ${report.kind}${why}`;
    this.sender.change(note(this.sender.record, new Date().toISOString(), 'report-failed', text));
  }

  private behind(place: string): readonly Letter[] {
    return this.waiting.get(place) ?? [];
  }
}

function mentioning(report: Report, missed: readonly ReportKind[]): Report {
  const kinds = [...new Set(missed)].join(', ');
  return { ...report, details: [...report.details, `not told before, because the channel did not take it: ${kinds}`] };
}
