import { log, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { Alert } from '../../model/alert/alert.ts';
import { judge, resultOf } from '../../model/forecast/predicting/judge.ts';
import type { PredictionStep } from '../../model/forecast/predicting/next-step.ts';
import { predictiveAlert } from '../../model/forecast/predicting/predictive-alert.ts';
import type {
  PredictionRecord,
  RaisedPrediction,
  Withdrawal,
} from '../../model/forecast/predicting/prediction-record.ts';
import { hearForecast, newPrediction, tell, withdraw } from '../../model/forecast/predicting/prediction-record.ts';
import { readPrediction } from '../../model/forecast/predicting/read-prediction.ts';
import type { Prediction } from '../../model/forecast/prediction.ts';
import { bookKeeping, handOver, readAtLeisure } from '../activity-profiles.ts';
import { throwCancellation } from '../remediation/failures.ts';
import { predictionMetrics } from '../telemetry.ts';
import { publishPrediction } from './publication.ts';

const handing = proxyActivities<Activities>(handOver);
const looking = proxyActivities<Activities>(readAtLeisure);
const keeping = proxyActivities<Activities>(bookKeeping);

/** Messages in one run after which the history is renewed, whatever the server suggests. */
const maxMessagesPerRun = 500;

/** What is said when a prediction is taken back. */
const farewells: Readonly<Record<Withdrawal, string>> = {
  receded: 'no longer expected: the forecasts have receded',
  silent: 'nobody forecasts it any more',
};

/** Where a prediction's record is kept and shown, and where it deals with the world. */
export class PredictionDesk {
  record: PredictionRecord;
  private messages = 0;

  constructor(record: PredictionRecord | undefined) {
    this.record = record ?? newPrediction(Date.now());
    publishPrediction(this.record, undefined);
  }

  /** Whether this run's history has grown enough to be renewed. */
  get isHistoryFull(): boolean {
    return workflowInfo().continueAsNewSuggested || this.messages >= maxMessagesPerRun;
  }

  /** Takes in a forecast. What cannot be read is noted, never thrown: a throw here would wedge the prediction. */
  hear(told: unknown): void {
    this.messages += 1;
    const readable = readPrediction(told);
    if (readable) return this.change(hearForecast(this.record, readable, Date.now()));
    log.warn('unreadable message ignored', { workflowId: workflowInfo().workflowId, what: 'prediction' });
    this.change({ ...this.record, ignored: this.record.ignored + 1 });
  }

  /** Does what is to be done next. */
  async take(step: Exclude<PredictionStep, { readonly kind: 'end' | 'wait' }>): Promise<void> {
    const { prediction } = this.record;
    if (!prediction) return;
    switch (step.kind) {
      case 'raise':
        return this.raise(prediction, step.urgent);
      case 'update':
        return this.update(prediction);
      case 'withdraw':
        return this.withdraw(step.why);
      case 'ask-hours':
        return this.askHours(prediction);
      case 'judge':
        return this.judge(prediction);
    }
  }

  private async raise(prediction: Prediction, urgent: boolean): Promise<void> {
    if (this.record.raised) predictionMetrics.becameUrgent();
    else predictionMetrics.raised(Math.max(0, (prediction.crossing?.atMs ?? 0) - Date.now()));
    await this.tell(prediction, urgent, urgent ? 'raise: urgent' : 'raise');
  }

  private async update(prediction: Prediction): Promise<void> {
    predictionMetrics.updated();
    await this.tell(prediction, this.record.raised?.urgent ?? false, 'update');
  }

  /** Tells the incident what is predicted now. An alert that another one takes the place of ends in the same delivery. */
  private async tell(prediction: Prediction, urgent: boolean, what: string): Promise<void> {
    const before = this.record.raised;
    const former = before && this.alert(before, 'it is told by another alert now');
    this.change(tell(this.record, urgent, Date.now()));
    const { raised } = this.record;
    if (!raised) return;
    const alert = this.alert(raised, null);
    const gone = former && former.fingerprint !== alert.fingerprint ? [former] : [];
    await this.deliver(prediction, [alert, ...gone], what);
  }

  private async withdraw(why: Withdrawal): Promise<void> {
    const { raised } = this.record;
    if (!raised) return;
    this.change(withdraw(this.record, why, Date.now()));
    predictionMetrics.withdrawn(why);
    await this.deliver(raised.told, [this.alert(raised, farewells[why])], why);
  }

  /** Time zones are an activity's business: their data may be another on the machine of a replay. */
  private async askHours(prediction: Prediction): Promise<void> {
    const { hours } = prediction.terms;
    if (!hours) return;
    const nowMs = Date.now();
    const opensAtMs = await handing.nextOpening.executeWithOptions({ summary: 'when its hours begin' }, [
      { hours, nowMs },
    ]);
    if (opensAtMs !== nowMs) predictionMetrics.waiting();
    // Where they never begin there is its urgency.
    this.change({ ...this.record, opensAtMs: opensAtMs ?? nowMs + neverMs });
  }

  private async judge(prediction: Prediction): Promise<void> {
    const { claim } = this.record;
    if (!claim) return;
    const { raisedAtMs, judgedAtMs } = claim;
    const question = { prediction: claim.prediction, raisedAtMs, untilMs: judgedAtMs };
    // Also where a forecast has seen it reached: that was as late as the forecast was.
    const happened = await looking.outcomeOfPrediction
      .executeWithOptions({ summary: 'what became of it' }, [question])
      .catch((error: unknown) => (throwCancellation(error), { acted: null }));
    this.change(judge(this.record, happened, Date.now()));
    const result = resultOf(this.record, workflowInfo().workflowId);
    if (!result) return;
    predictionMetrics.ended(result.outcome);
    await keeping.recordPrediction
      .executeWithOptions({ summary: `${result.outcome}: ${prediction.forecast}` }, [result])
      .catch((error: unknown) => {
        throwCancellation(error);
        log.warn('the result of a prediction was not recorded', { workflowId: result.prediction });
      });
  }

  /** @param because why it fires no more; null while it does. */
  private alert({ told, urgent, startsAtMs }: RaisedPrediction, because: string | null): Alert {
    const nowMs = Date.now();
    const endsAtMs = because === null ? null : Math.max(nowMs, startsAtMs);
    return predictiveAlert(told, { id: workflowInfo().workflowId, urgent, startsAtMs, endsAtMs, because }, nowMs);
  }

  private async deliver(
    { incident, target, terms }: Prediction,
    alerts: readonly Alert[],
    what: string,
  ): Promise<void> {
    const deliveries = alerts.map((alert) => ({ alert, target, runbook: terms.runbook }));
    await handing.deliverAlerts.executeWithOptions({ summary: what }, [{ [incident]: deliveries }]);
  }

  private change(record: PredictionRecord): void {
    const before = this.record;
    this.record = record;
    publishPrediction(record, before);
  }
}

/** Longer than anything is forecast. */
const neverMs = 10 * 365 * 24 * 60 * 60_000;
