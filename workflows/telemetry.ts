import type { Sinks } from '@temporalio/workflow';
import { proxySinks } from '@temporalio/workflow';
import type { Withdrawal } from '../model/forecast/predicting/prediction-record.ts';
import type { PredictionOutcome } from '../model/forecast/predicting/prediction-result.ts';
import type { Demotion } from '../model/forecast/scoring/demotion.ts';
import type { Scored } from '../model/forecast/scoring/scored.ts';
import type { FreezeChange } from '../model/freeze/freeze.ts';
import type { Outcome } from '../model/incident/outcome.ts';
import type { IncidentStatus } from '../model/incident/incident.ts';
import type { OperatorAsk } from '../model/operators/message.ts';
import type { OperatorRefusal } from '../model/operators/refusals.ts';
import type { OperatorRequest, RequestSubject } from '../model/operators/request.ts';
import type { ActionName, RunbookName } from '../model/names.ts';
import type { ActionAnswer, ActionKind } from '../model/remediation/action-order.ts';
import type { ApprovalEnd } from '../model/remediation/approval.ts';
import type { Target } from '../model/target.ts';
import type { CastVotes, VoteRefusal } from '../model/remediation/vote.ts';

/**
 * What workflows tell the metrics and the audit. The worker carries it out once, never on replay; times are in
 * milliseconds, and since the incident opened unless they say otherwise.
 */
export interface MetricSinks extends Sinks {
  readonly incidents: {
    statusReached(status: IncidentStatus): void;
    /** The first alert that fires has come in, this long after it began to. */
    accepted(afterMs: number): void;
    /** A remediation begins. */
    attempted(runbook: RunbookName): void;
    concluded(outcome: Outcome, runbook: RunbookName | null, target: Target | null): void;
    firstActionBegan(runbook: RunbookName, afterMs: number): void;
    verified(runbook: RunbookName, afterMs: number): void;
    recurred(runbook: RunbookName): void;
  };
  readonly repairs: {
    /** An action, or the undo of one, has ended or was not begun. */
    actionEnded(action: ActionName, kind: ActionKind, result: ActionAnswer['result']): void;
  };
  readonly approvals: {
    /** The wait for an approval is over. */
    ended(end: ApprovalEnd, afterMs: number): void;
    /** A vote counted, or was refused for a reason. */
    voted(refusal: VoteRefusal | null): void;
    /** A vote that an Update's validator refused: nothing of it enters the history, so it is recorded outside. */
    refused(votes: CastVotes): void;
  };
  readonly operators: {
    /** Something that an operator asked for was done, or refused for a reason. */
    asked(ask: OperatorAsk, refusal: OperatorRefusal | null): void;
    /** An Update's validator refused it: nothing of it enters the history, so it is recorded outside. */
    refused(request: OperatorRequest, about: RequestSubject): void;
  };
  readonly predictions: {
    /** An incident was told of one for the first time, with this lead. */
    raised(leadMs: number): void;
    /** One that is raised cannot wait any more. */
    becameUrgent(): void;
    /** One that is raised says something else now. */
    updated(): void;
    /** One waits for its hours. */
    waiting(): void;
    withdrawn(why: Withdrawal): void;
    /** It is known what became of one. */
    ended(outcome: PredictionOutcome): void;
  };
  readonly scores: {
    /** These have been entered in the scorebook of a forecast, each for the first time. */
    entered(forecast: string, scored: readonly Scored[]): void;
    /** A model makes no more predictions of a forecast for a while. */
    demoted(forecast: string, demotion: Demotion): void;
  };
  readonly freezes: {
    /** The kill switch was thrown, or put back, by this name. */
    changed(change: FreezeChange): void;
  };
}

export const {
  incidents: incidentMetrics,
  repairs: repairMetrics,
  approvals: approvalRecords,
  operators: operatorRecords,
  predictions: predictionMetrics,
  scores: scoreRecords,
  freezes: freezeRecords,
} = proxySinks<MetricSinks>();
