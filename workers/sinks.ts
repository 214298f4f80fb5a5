import type { InjectedSinks } from '@temporalio/worker';
import { requestRecord } from '../activities/requests.ts';
import type { ApprovalMetrics } from '../metrics/approvals.ts';
import type { IncidentMetrics } from '../metrics/incidents.ts';
import type { OperatorMetrics } from '../metrics/operators.ts';
import type { PredictionMetrics } from '../metrics/forecasting/predictions.ts';
import type { RemediationMetrics } from '../metrics/remediations.ts';
import type { ScoreMetrics } from '../metrics/forecasting/scores.ts';
import type { AuditRecord } from '../model/audit.ts';
import type { CastVotes } from '../model/remediation/vote.ts';
import type { MetricSinks } from '../workflows/telemetry.ts';

/** Where what workflows tell goes. */
export interface SinkTargets {
  readonly incidents: IncidentMetrics;
  readonly remediations: RemediationMetrics;
  readonly approvals: ApprovalMetrics;
  readonly operators: OperatorMetrics;
  readonly predictions: PredictionMetrics;
  readonly scores: ScoreMetrics;
  /** Adds a record to the audit before the workflow goes on. */
  readonly writeAudit: (record: AuditRecord) => Promise<void>;
  /** Records votes that never entered a history, before their caller hears of it. */
  readonly recordRefusedVotes: (votes: CastVotes) => Promise<void>;
}

/** Carries what workflows tell the metrics and the audit; never again on replay. */
export function createMetricSinks(targets: SinkTargets): InjectedSinks<MetricSinks> {
  const { incidents, remediations, approvals, operators, predictions, scores, writeAudit, recordRefusedVotes } =
    targets;
  return {
    incidents: {
      statusReached: { fn: (_info, status) => incidents.statusReached(status) },
      accepted: { fn: (_info, afterMs) => incidents.accepted(afterMs / 1_000) },
      attempted: { fn: (_info, runbook) => remediations.attempted(runbook) },
      concluded: {
        fn({ workflowId }, outcome, runbook, target) {
          remediations.concluded(runbook, outcome.kind, outcome.reason);
          const about = { at: new Date().toISOString(), incident: workflowId, target, runbook };
          return writeAudit({ kind: 'outcome', ...about, plan: null, step: null, key: null, outcome });
        },
      },
      firstActionBegan: { fn: (_info, runbook, afterMs) => remediations.firstActionBegan(runbook, afterMs / 1_000) },
      verified: { fn: (_info, runbook, afterMs) => remediations.verified(runbook, afterMs / 1_000) },
      recurred: { fn: (_info, runbook) => remediations.recurred(runbook) },
    },
    freezes: {
      changed: {
        fn(_info, { frozen, freeze: { id, reason, scope }, by }) {
          const about = { incident: null, target: null, runbook: scope.runbook, plan: null, step: null, key: null };
          const actor = { by, identity: null, verified: false };
          const at = new Date().toISOString();
          return writeAudit({ kind: 'freeze', at, ...about, frozen, scope: id, reason, ...actor });
        },
      },
    },
    repairs: {
      actionEnded: { fn: (_info, action, kind, result) => remediations.actionEnded(action, kind, result) },
    },
    predictions: {
      raised: { fn: (_info, leadMs) => predictions.raised(leadMs / 1_000) },
      becameUrgent: { fn: () => predictions.becameUrgent() },
      updated: { fn: () => predictions.updated() },
      waiting: { fn: () => predictions.waiting() },
      withdrawn: { fn: (_info, why) => predictions.withdrawn(why) },
      ended: { fn: (_info, outcome) => predictions.ended(outcome) },
    },
    scores: {
      entered: { fn: (_info, forecast, scored) => scores.entered(forecast, scored) },
      demoted: { fn: (_info, forecast, { model }) => scores.demoted(forecast, model) },
    },
    operators: {
      asked: { fn: (_info, ask, refusal) => operators.asked(ask, refusal) },
      refused: { fn: ({ workflowId }, request, about) => writeAudit(requestRecord(workflowId, about, request, null)) },
    },
    approvals: {
      ended: { fn: (_info, end, afterMs) => approvals.ended(end, afterMs / 1_000) },
      voted: { fn: (_info, refusal) => approvals.voted(refusal) },
      refused: { fn: (_info, votes) => recordRefusedVotes(votes) },
    },
  };
}
