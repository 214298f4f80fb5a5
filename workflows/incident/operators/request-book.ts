import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.ts';
import { note } from '../../../model/incident/changes.ts';
import type { OperatorRequest } from '../../../model/operators/request.ts';
import { bookKeeping } from '../../activity-profiles.ts';
import { Batches } from '../../remediation/batches.ts';
import type { IncidentDesk } from '../desk.ts';

const keeping = proxyActivities<Activities>(bookKeeping);

/** Puts on record what operators ask for, beside what is done about it: whoever stops something does not wait for the audit. */
export class RequestBook {
  private readonly desk: IncidentDesk;
  private readonly pending = new Set<Promise<void>>();
  private readonly batches = new Batches<OperatorRequest, true>((requests) => this.write(requests));

  constructor(desk: IncidentDesk) {
    this.desk = desk;
  }

  /** Whether something is not on record yet. */
  get isWriting(): boolean {
    return this.pending.size > 0;
  }

  add(request: OperatorRequest): void {
    const written = this.record(request).finally(() => this.pending.delete(written));
    this.pending.add(written);
  }

  /** Resolves when everything is on record, or given up. */
  async allWritten(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  private async record(request: OperatorRequest): Promise<void> {
    if (await this.batches.add(request)) return;
    const now = new Date().toISOString();
    this.desk.change(note(this.desk.record, now, 'report-failed', `the audit has no record of ${request.ask}`));
  }

  private async write(requests: readonly OperatorRequest[]): Promise<readonly true[]> {
    const { target, runbook } = this.desk.record;
    await keeping.recordRequests.executeWithOptions({ summary: 'record what operators asked for' }, [
      { target, runbook, requests },
    ]);
    return requests.map(() => true);
  }
}
