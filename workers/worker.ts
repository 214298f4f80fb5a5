import type { NativeConnection, WorkflowBundleOption } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import type { ActivityDependencies } from '../activities/index.ts';
import { createActivities } from '../activities/index.ts';
import type { IncidentMetrics } from '../metrics/incidents.ts';
import type { RemediationMetrics } from '../metrics/remediations.ts';
import { taskQueue } from '../model/names.ts';
import { createMetricSinks } from './sinks.ts';

interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly activities: ActivityDependencies;
  readonly incidents: IncidentMetrics;
  readonly remediations: RemediationMetrics;
  readonly taskQueue?: string;
}

/** Makes the worker that runs every workflow and activity; `run` starts it, `shutdown` drains it. */
export function createWorker(options: WorkerOptions): Promise<Worker> {
  const { connection, namespace, workflowBundle, activities, incidents, remediations } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue: options.taskQueue ?? taskQueue,
    workflowBundle,
    activities: createActivities(activities),
    sinks: createMetricSinks(incidents, remediations),
    // A cached workflow costs about a megabyte; more than these are replayed from their history.
    maxCachedWorkflows: 200,
    shutdownGraceTime: '10s',
  });
}
