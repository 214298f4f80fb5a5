import { Counter, Histogram } from 'prom-client';
import type { ApprovalEnd } from '../model/remediation/approval.ts';
import { approvalEnds } from '../model/remediation/approval.ts';
import type { VoteRefusal } from '../model/remediation/vote.ts';
import { voteRefusals } from '../model/remediation/vote.ts';
import type { MetricsRegistry } from './registry.ts';

const counted = 'counted';

export type ApprovalMetrics = ReturnType<typeof createApprovalMetrics>;

/** What is counted about votes on plans. */
export function createApprovalMetrics(registry: MetricsRegistry) {
  const votes = new Counter({
    name: 'nightshift_votes_total',
    help: 'Votes on plans, by whether they counted or why they did not.',
    labelNames: ['result'],
    registers: [registry],
  });
  for (const result of [counted, ...voteRefusals]) votes.inc({ result }, 0);

  const waits = new Histogram({
    name: 'nightshift_approval_wait_seconds',
    help: 'Time from asking for an approval until it was decided, by how.',
    labelNames: ['end'],
    buckets: [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400],
    registers: [registry],
  });
  for (const end of approvalEnds) waits.zero({ end });

  return {
    ended: (end: ApprovalEnd, seconds: number) => waits.observe({ end }, seconds),
    voted(refusal: VoteRefusal | null): void {
      votes.inc({ result: refusal ?? counted });
    },
  };
}
