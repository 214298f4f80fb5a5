import type { ActivityInterceptorsFactory, NativeConnection, WorkflowBundleOption } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import type { ActivityDependencies } from '../activities/index.ts';
import { createActivities } from '../activities/index.ts';
import { taskQueue } from '../model/names.ts';
import { heartbeats } from './heartbeats.ts';
import type { SinkTargets } from './sinks.ts';
import { createMetricSinks } from './sinks.ts';

interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly activities: ActivityDependencies;
  readonly sinks: SinkTargets;
  readonly taskQueue?: string;
  /** What else goes around every activity, within its heartbeats. */
  readonly activityInterceptors?: readonly ActivityInterceptorsFactory[];
}

/** Makes the worker that runs every workflow and activity; `run` starts it, `shutdown` drains it. */
export function createWorker(options: WorkerOptions): Promise<Worker> {
  const { connection, namespace, workflowBundle, activities, sinks } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue: options.taskQueue ?? taskQueue,
    workflowBundle,
    activities: createActivities(activities),
    sinks: createMetricSinks(sinks),
    interceptors: { activity: [heartbeats, ...(options.activityInterceptors ?? [])] },
    // A cached workflow costs about half a megabyte; more than these are replayed from their history.
    maxCachedWorkflows: 200,
    // As many as keep its one thread busy: what a worker has begun when it dies is waited for longer than what it has not.
    maxConcurrentWorkflowTaskExecutions: 8,
    // How long a task waits for the worker that has its workflow cached, and may be dead, before any other may take it.
    stickyQueueScheduleToStartTimeout: '1.5s',
    shutdownGraceTime: '10s',
  });
}
