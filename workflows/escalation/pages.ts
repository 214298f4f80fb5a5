import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { EscalationState } from '../../model/escalation/policy.ts';
import { pageId } from '../../model/escalation/progress.ts';
import type { Page } from '../../model/escalation/reach.ts';
import { toldInWords } from '../../model/escalation/reach.ts';
import { note } from '../../model/incident/changes.ts';
import type { Report } from '../../model/incident/report.ts';
import { reportOn } from '../../model/incident/report.ts';
import { keepReceipt, placeOf } from '../../model/notices/receipts.ts';
import { inertLine } from '../../model/text/markdown.ts';
import { wakeUp } from '../activity-profiles.ts';
import type { IncidentDesk } from '../incident/desk.ts';

const waking = proxyActivities<Activities>(wakeUp);

/** The messages that wake people: each by itself and all at once, because whoever cannot be reached holds up nobody else. */
export class Pages {
  private readonly desk: IncidentDesk;
  private scope = new CancellationScope();

  constructor(desk: IncidentDesk) {
    this.desk = desk;
  }

  /** @returns whether any of them arrived; never rejects. */
  async send(state: EscalationState, pages: readonly Page[]): Promise<boolean> {
    const { scope } = this;
    const report = reportOn(this.desk.record, state.because, null);
    const arrived = await Promise.all(pages.map((page) => this.sendOne(scope, state, page, report)));
    return arrived.includes(true);
  }

  /** Takes back what has not gone out: somebody looks after it, or it is over. */
  recall(): void {
    const recalled = this.scope;
    this.scope = new CancellationScope();
    recalled.cancel();
  }

  private async sendOne(
    scope: CancellationScope,
    state: EscalationState,
    page: Page,
    report: Report,
  ): Promise<boolean> {
    const { record } = this.desk;
    const { via: channel, to } = page;
    const place = placeOf(channel, to);
    const receipt = record.receipts?.[place] ?? null;
    const notice = { channel, report, id: pageId(record, state, page), to, receipt };
    const summary = inertLine(`wake ${toldInWords(page)}`, 200);
    try {
      const answer = await scope.run(() => waking.deliverReport.executeWithOptions({ summary }, [notice]));
      this.keep(place, answer);
      return true;
    } catch {
      if (!scope.consideredCancelled) this.noteFailure(page);
      return false;
    }
  }

  private keep(place: string, answer: unknown): void {
    const { record } = this.desk;
    const receipts = keepReceipt(record.receipts, place, answer);
    if (receipts && receipts !== record.receipts) this.desk.change({ ...record, receipts });
  }

  private noteFailure(page: Page): void {
    const { record } = this.desk;
    this.desk.change(note(record, new Date().toISOString(), 'page-failed', toldInWords(page)));
  }
}
