import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { createApprovalMetrics } from '../../../metrics/approvals.ts';
import { createIncidentMetrics } from '../../../metrics/incidents.ts';
import { createOperatorMetrics } from '../../../metrics/operators.ts';
import { createPredictionMetrics } from '../../../metrics/forecasting/predictions.ts';
import type { MetricsRegistry } from '../../../metrics/registry.ts';
import { createRemediationMetrics } from '../../../metrics/remediations.ts';
import { createScoreMetrics } from '../../../metrics/forecasting/scores.ts';
import { castVote } from '../../../clients/temporal/operators/votes.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import type { Target } from '../../../model/target.ts';
import { serviceTarget } from '../../../model/target.ts';
import { createMetricSinks } from '../../../workers/sinks.ts';
import { samplesOf } from '../metrics/metrics.ts';
import type { MockWorld } from './mock-world.ts';
import { PlayedIncident } from './played-incident.ts';
import { PlayedRemediation } from './played-remediation.ts';
import { untilIdle } from '../temporal/until-idle.ts';
import { startTimeSkippingServer, testIdentity } from '../temporal/temporal-env.ts';

/** What a script can do while a worker works. */
export interface Play {
  readonly env: TestWorkflowEnvironment;
  readonly world: MockWorld;
  readonly taskQueue: string;
  /** A target of this play's own. */
  readonly target: Target;
  /** The incident of {@link target}. */
  readonly incident: PlayedIncident;
  /** An incident by any other key. */
  readonly incidentOf: (key: string) => PlayedIncident;
  /** The remediation of {@link target}. */
  readonly remediation: PlayedRemediation;
  /** Lets the server's clock leap ahead, through all that is due on the way. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** Lets something happen while no worker is there; a new one takes over behind it. The scenario has to say so. */
  readonly withoutWorker: (happens: () => Promise<void>) => Promise<void>;
  /** A metric's value now; labels as `name="value"` pairs in the order of the metric's own. */
  readonly metric: (series: string) => Promise<number>;
}

/** A story to play: the world it happens in, what happens before a worker is there, and what happens then. */
export interface Scenario<Result = IncidentRecord> {
  /** What is sick on the host of the play; a service of it unless given. */
  readonly target?: (host: string) => Target;
  readonly world: () => MockWorld;
  /** Whether the script has moments without a worker. */
  readonly changesWorkers?: true;
  readonly before?: (play: Play) => Promise<void>;
  readonly script: (play: Play) => Promise<Result>;
}

/** What is left after a play, to be judged. */
export interface Performance<Result> extends Play {
  readonly result: Result;
}

/** A worker at work. */
interface Duty {
  end(): Promise<void>;
}

/** A time-skipping server and the bundled workflows: once per file of tests, for one play at a time. */
export class TestBed {
  readonly env: TestWorkflowEnvironment;
  private readonly bundle: WorkflowBundleOption;

  private constructor(env: TestWorkflowEnvironment, bundle: WorkflowBundleOption) {
    this.env = env;
    this.bundle = bundle;
  }

  static async open(bundle: WorkflowBundleOption): Promise<TestBed> {
    return new TestBed(await startTimeSkippingServer(), bundle);
  }

  async close(): Promise<void> {
    await this.env.teardown();
  }

  /** Plays a scenario with a worker, a task queue and metrics of its own. */
  async play<Result>(scenario: Scenario<Result>): Promise<Performance<Result>> {
    const registry: MetricsRegistry = new Registry();
    const world = scenario.world();
    const taskQueue = `queue-${randomUUID().slice(0, 8)}`;
    const hire = this.workersOf(scenario, taskQueue, world, registry);
    let duty: Duty | undefined;
    const withoutWorker: Play['withoutWorker'] = async (happens) => {
      await Promise.all([untilIdle(play.incident.handle), untilIdle(play.remediation.handle)]);
      await duty?.end();
      await happens();
      duty = await hire();
    };
    const play = this.prepare(scenario, world, registry, taskQueue, withoutWorker);
    await scenario.before?.(play);
    duty = await hire();
    try {
      const result = await scenario.script(play);
      return { ...play, result };
    } finally {
      await play.incident.abandon();
      await duty.end();
    }
  }

  /** Workers that follow each other, all of the same world. */
  private workersOf(
    scenario: Pick<Scenario, 'changesWorkers'>,
    taskQueue: string,
    world: MockWorld,
    registry: MetricsRegistry,
  ): () => Promise<Duty> {
    const activities = world.activities();
    const sinks = createMetricSinks({
      incidents: createIncidentMetrics(registry),
      remediations: createRemediationMetrics(registry),
      approvals: createApprovalMetrics(registry),
      operators: createOperatorMetrics(registry),
      predictions: createPredictionMetrics(registry),
      scores: createScoreMetrics(registry, [playedForecast(taskQueue)], async () => ({})),
      writeAudit: async (record) => void world.audit.push(record),
      recordRefusedVotes: async ({ votes }) => void world.votes.push(...votes),
    });
    return async () => {
      const worker = await Worker.create({
        connection: this.env.nativeConnection,
        identity: testIdentity,
        taskQueue,
        workflowBundle: this.bundle,
        // On this server a task for a worker that has gone, and that had kept the workflow, waits for ever.
        ...(scenario.changesWorkers ? { maxCachedWorkflows: 0 } : {}),
        activities,
        sinks,
      });
      const { promise, resolve } = Promise.withResolvers<void>();
      const over = worker.runUntil(promise);
      return { end: () => (resolve(), over) };
    };
  }

  private prepare(
    { target: sick = shopOf }: Pick<Scenario, 'target'>,
    world: MockWorld,
    registry: MetricsRegistry,
    taskQueue: string,
    withoutWorker: Play['withoutWorker'],
  ): Play {
    const { env } = this;
    const target = sick(taskQueue.replace('queue-', 'web-'));
    const remediation = new PlayedRemediation(env.client, target);
    world.isUnderRepair = async (wanted) =>
      (await new PlayedRemediation(env.client, wanted).status().catch(() => 'NONE')) === 'RUNNING';
    world.castVote = (...vote) => castVote(env.client, ...vote);
    const incidentOf = (key: string) => new PlayedIncident(env.client, taskQueue, key);
    return {
      env,
      world,
      taskQueue,
      target,
      incident: incidentOf(target),
      incidentOf,
      remediation,
      pass: (milliseconds) => env.sleep(milliseconds),
      withoutWorker,
      metric: (series) => sample(registry, series),
    };
  }
}

/** The name of the one forecast of a play. */
export function playedForecast(taskQueue: string): string {
  return `disks-${taskQueue}`;
}

function shopOf(host: string): Target {
  return serviceTarget({ host, name: 'shop' });
}

async function sample(registry: MetricsRegistry, series: string): Promise<number> {
  const [name = '', labels = ''] = series.replace(/\}$/, '').split('{');
  const value = (await samplesOf(registry, name))[labels];
  if (value === undefined) throw new Error(`there is no series ${series}`);
  return value;
}
