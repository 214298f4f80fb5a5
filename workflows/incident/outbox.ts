import { CancellationScope, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { note } from '../../model/incident/changes.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import type { Report, ReportKind } from '../../model/incident/report.ts';
import type { Recipient } from '../../model/notices/notice.ts';
import { keepReceipt, placeOf } from '../../model/notices/receipts.ts';
import type { AttemptPolicy, ChannelRef } from '../../model/remediation/policy.ts';
import { inertLine } from '../../model/text/markdown.ts';
import { humanChannel, page } from '../activity-profiles.ts';

const telling = proxyActivities<Activities>(humanChannel);
const paging = proxyActivities<Activities>(page);

/** How long a report waits behind another one before it gives way to a newer one. */
const patienceMs = 60_000;

/** Whose messages they are. */
interface Sender {
  readonly record: IncidentRecord;
  readonly policy: AttemptPolicy | undefined;
  change(record: IncidentRecord): void;
}

/** A message that waits for its turn. */
interface Letter {
  readonly channel: ChannelRef;
  readonly report: Report;
  readonly to: Recipient | null;
  readonly isPage: boolean;
  readonly id: string;
  readonly since: number;
}

/**
 * The messages of one incident. To each channel, and there to each recipient, they go one after the other: "resolved" must
 * not overtake "escalated". What has waited long gives way to what is newer, which says so.
 */
export class Outbox {
  private readonly sender: Sender;
  /** The last message to each place, behind which the next one waits. */
  private readonly last = new Map<string, Promise<boolean>>();
  private readonly waiting = new Map<string, readonly Letter[]>();
  /** What never got to a place since the last message that did. */
  private readonly missed = new Map<string, readonly ReportKind[]>();
  private pages = new CancellationScope();
  private posted = 0;

  constructor(sender: Sender) {
    this.sender = sender;
  }

  /** Whether nothing is on its way. */
  get isEmpty(): boolean {
    return this.last.size === 0;
  }

  /** Resolves when every message has been delivered or given up. */
  async empty(): Promise<void> {
    while (!this.isEmpty) await Promise.all(this.last.values());
  }

  /**
   * Sends a report to all who follow a channel, or to somebody. A page is to wake people: it is given up sooner, and can be
   * recalled.
   *
   * @returns whether it was delivered; never rejects.
   */
  post(channel: ChannelRef, report: Report, to: Recipient | null = null, isPage = to !== null): Promise<boolean> {
    // Taken at once, in the order of posting: a replay gives every message the same id.
    const id = `${workflowInfo().runId}-${++this.posted}`;
    const place = placeOf(channel, to);
    const sent = this.inTurn(place, { channel, report, to, isPage, id, since: Date.now() }).finally(() => {
      if (this.last.get(place) === sent) this.last.delete(place);
    });
    this.last.set(place, sent);
    return sent;
  }

  /** Takes back the pages that have not gone out: somebody looks after it, or it is over. */
  recallPages(): void {
    const recalled = this.pages;
    this.pages = new CancellationScope();
    recalled.cancel();
  }

  private async inTurn(place: string, letter: Letter): Promise<boolean> {
    const scope = this.pages;
    this.waiting.set(place, [...this.behind(place), letter]);
    await this.last.get(place);
    this.waiting.set(
      place,
      this.behind(place).filter((other) => other !== letter),
    );
    if (letter.isPage && scope.consideredCancelled) return false;
    if (this.givesWay(place, letter)) return this.missing(place, letter, ' gave way to a newer report');
    try {
      const receipt = letter.isPage ? await scope.run(() => this.send(place, letter)) : await this.send(place, letter);
      this.missed.delete(place);
      const receipts = keepReceipt(this.sender.record.receipts, place, receipt);
      if (receipts && receipts !== this.sender.record.receipts) this.sender.change({ ...this.sender.record, receipts });
      return true;
    } catch {
      if (letter.isPage && scope.consideredCancelled) return false;
      return this.missing(place, letter, '');
    }
  }

  private send(place: string, { channel, report, to, isPage, id }: Letter): Promise<unknown> {
    const missed = this.missed.get(place) ?? [];
    const receipt = this.sender.record.receipts?.[place] ?? null;
    const notice = { channel, report: missed.length > 0 ? mentioning(report, missed) : report, id, to, receipt };
    const profile = isPage ? paging : telling;
    const summary = to ? `page ${to.person} by ${channel.type}` : `tell ${channel.type}: ${report.kind}`;
    return profile.deliverReport.executeWithOptions({ summary: inertLine(summary, 200) }, [notice]);
  }

  /** Policies of earlier releases say nothing of it: there every message is sent. */
  private givesWay(place: string, { since }: Letter): boolean {
    return (
      this.sender.policy?.dropsSuperseded === true && this.behind(place).length > 0 && Date.now() - since >= patienceMs
    );
  }

  private missing(place: string, { channel, report, to }: Letter, why: string): boolean {
    this.missed.set(place, [...(this.missed.get(place) ?? []), report.kind]);
    const text = `${channel.type}${to ? ` to ${to.person}` : ''}: ${report.kind}${why}`;
    this.sender.change(note(this.sender.record, new Date().toISOString(), 'report-failed', text));
    return false;
  }

  private behind(place: string): readonly Letter[] {
    return this.waiting.get(place) ?? [];
  }
}

function mentioning(report: Report, missed: readonly ReportKind[]): Report {
  const kinds = [...new Set(missed)].join(', ');
  return { ...report, details: [...report.details, `not told before, because the channel did not take it: ${kinds}`] };
}
