import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowFailedError, WorkflowIdReusePolicy, WorkflowNotFoundError } from '@temporalio/client';
import { setTimeout as wait } from 'node:timers/promises';
import type { PredictionRecord } from '../../../model/forecast/predicting/prediction-record.ts';
import type { Prediction } from '../../../model/forecast/prediction.ts';
import { messageNames, workflowTypes } from '../../../model/names.ts';
import { untilIdle } from '../temporal/until-idle.ts';
import { MockWorld } from '../played/mock-world.ts';
import type { Play, Scenario } from '../played/test-bed.ts';
import type { PredictionOverrides } from './predictions.ts';
import { aPrediction, playedPredictionId } from './predictions.ts';

const patienceMs = 60_000;

type Said = Omit<PredictionOverrides, 'madeAtMs'>;

/** One prediction of a test, about the target of its play and told as the scheduled forecast tells it. */
class PlayedPrediction {
  readonly id: string;
  private readonly play: Play;

  constructor(play: Play) {
    this.play = play;
    this.id = playedPredictionId(play.target);
    // The door of the play: what a prediction raises gets to the incident beside it.
    play.world.instead.deliverAlerts = async (byIncident) => {
      for (const [key, deliveries] of Object.entries(byIncident)) await play.incidentOf(key).deliver(...deliveries);
    };
  }

  get handle(): WorkflowHandle {
    return this.play.env.client.workflow.getHandle(this.id);
  }

  /** Tells what a forecast of this moment says, and waits until all that follows from it at once is done. */
  async tell(said: Said = {}): Promise<Prediction> {
    const madeAtMs = await this.play.env.currentTimeMs();
    const prediction = aPrediction({ target: this.play.target, ...said, madeAtMs });
    await this.signal(prediction);
    await this.until(({ prediction: heard }) => heard?.madeAtMs === madeAtMs);
    await untilIdle(this.handle);
    return prediction;
  }

  /** Sends whatever is given. */
  async signal(value: unknown): Promise<void> {
    await this.play.env.client.workflow.signalWithStart(workflowTypes.prediction, {
      workflowId: this.id,
      taskQueue: this.play.taskQueue,
      args: [{}],
      signal: messageNames.predicted,
      signalArgs: [value],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    });
  }

  record(): Promise<PredictionRecord> {
    return this.handle.query<PredictionRecord>(messageNames.prediction);
  }

  /** What operators see in the UI at this moment. */
  async currentDetails(): Promise<string> {
    const { currentDetails = '' } = await this.handle.query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    return currentDetails;
  }

  /** Waits, while the server's clock stands still, until the record is as wanted. */
  async until(isReached: (record: PredictionRecord) => boolean): Promise<PredictionRecord> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const record = await this.record();
      if (isReached(record)) return record;
      if (Date.now() > deadline) throw new Error(`never came to what was awaited: ${JSON.stringify(record, null, 1)}`);
      await wait(20);
    }
  }

  /** Lets time pass until it has ended. */
  ended(): Promise<PredictionRecord> {
    return this.handle.result() as Promise<PredictionRecord>;
  }

  /** Ends it in good order where it still runs: a task that nobody takes up would hold the server's clock still. */
  async abandon(): Promise<void> {
    try {
      await this.handle.cancel();
      await this.handle.result();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError || error instanceof WorkflowFailedError)) throw error;
    }
  }
}

/** A story with a prediction in it, in a world where a repair may do what it wants unless the world says otherwise. */
export function foretold<Result>(
  target: (host: string) => string,
  script: (prediction: PlayedPrediction, play: Play) => Promise<Result>,
  world: () => MockWorld = () => new MockWorld({ mode: 'observe' }),
): Scenario<Result> {
  return {
    target,
    world,
    script: async (play) => {
      const prediction = new PlayedPrediction(play);
      try {
        return await script(prediction, play);
      } finally {
        await prediction.abandon();
      }
    },
  };
}
