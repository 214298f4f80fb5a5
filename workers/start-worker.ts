import { hostname } from 'node:os';
import type { Client } from '@temporalio/client';
import type { ActivityInterceptorsFactory, WorkflowBundleOption } from '@temporalio/worker';
import { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { ActivityDependencies } from '../activities/index.ts';
import { recordVotes } from '../activities/voting.ts';
import { openAuditLog } from '../clients/audit/audit-log.ts';
import { createShownFiles } from '../clients/evidence/shown-files.ts';
import { createRemoteWriter } from '../clients/remote-write/remote-writer.ts';
import { createFreezeClient } from '../clients/temporal/freezes.ts';
import { SchedulesRefusedError, ensureForecastSchedules } from '../clients/temporal/forecasts/schedules.ts';
import { takeCensus } from '../clients/temporal/incident-directory.ts';
import { countPredictions } from '../clients/temporal/forecasts/predictions.ts';
import { countDemoted } from '../clients/predictions/scorebooks.ts';
import { ensureSearchAttributes } from '../clients/temporal/search-attributes.ts';
import type { TemporalSettings } from '../clients/temporal/temporal.ts';
import { isServing, lazyClient } from '../clients/temporal/temporal.ts';
import type { Config } from '../config/config.ts';
import { createApprovalMetrics } from '../metrics/approvals.ts';
import { createForecastRunMetrics } from '../metrics/forecasting/forecast-runs.ts';
import { createFreezeMetrics } from '../metrics/freezes.ts';
import { createIncidentMetrics } from '../metrics/incidents.ts';
import { createOperatorMetrics } from '../metrics/operators.ts';
import { createKubernetesMetrics } from '../metrics/kubernetes.ts';
import { createPredictionMetrics } from '../metrics/forecasting/predictions.ts';
import { createRegistry } from '../metrics/registry.ts';
import { createRemediationMetrics } from '../metrics/remediations.ts';
import { createReportMetrics } from '../metrics/reports.ts';
import { createScoreMetrics } from '../metrics/forecasting/scores.ts';
import { freezesWorkflowId } from '../model/names.ts';
import { openDependencies } from './activity-dependencies.ts';
import { workflowBundle } from './bundle-workflows.ts';
import { createForecastExport } from './forecasts/forecast-export.ts';
import { createHealthServer } from './health-server.ts';
import { remembered } from './remembered.ts';
import { installTelemetry } from './telemetry.ts';
import { createWorker } from './worker.ts';

interface WorkerProcess {
  /** Where its metrics and probes are served. */
  readonly url: string;
  /** Resolves when the worker has stopped, rejects when it broke. */
  readonly stopped: Promise<void>;
  /** Lets activities under way end, then stops. */
  stop(): Promise<void>;
}

/** What may be put in place of a worker's own, or around it. */
export interface WorkerAdditions {
  /** Workflows that were bundled already. */
  readonly workflowBundle?: WorkflowBundleOption;
  readonly activityInterceptors?: readonly ActivityInterceptorsFactory[];
}

const censusEveryMs = 30_000;
const freezeDeadlineMs = 5_000;
const freezesEveryMs = 5_000;

/**
 * Starts a worker with its metrics; resolves once it polls.
 *
 * @throws AuditUnavailableError before anything else: a worker that cannot record what it does may do nothing.
 * @throws SchedulesRefusedError where the server does not let forecasts be scheduled.
 * @throws ClusterAccessError where a described cluster's kubeconfig or its context is not there.
 */
export async function startWorker(
  config: Config,
  temporal: TemporalSettings,
  log: Logger,
  { workflowBundle: bundled, activityInterceptors = [] }: WorkerAdditions = {},
): Promise<WorkerProcess> {
  const audit = await openAuditLog(config.audit.file);
  const readSdkMetrics = await installTelemetry(log);
  const client = lazyClient(temporal);
  const freezes = createFreezeClient(client, freezeDeadlineMs);
  const registry = createRegistry();
  const clusterRequests = createKubernetesMetrics(
    registry,
    config.clusters.map(({ name }) => name),
  );
  const reports = createReportMetrics(registry);
  const remoteWrite = config.prometheus?.remoteWrite;
  const forecastExport = createForecastExport({
    registry,
    remoteWriter: remoteWrite ? createRemoteWriter(remoteWrite) : null,
    instance: hostname(),
    log,
  });
  const forecasts = config.forecasts.map(({ name }) => name);
  const forecastMetrics = createForecastRunMetrics(
    registry,
    forecasts,
    remembered(() => countPredictions(client, forecasts, Date.now()), censusEveryMs),
  );
  const publish: ActivityDependencies['publish'] = (published) => forecastExport.publish(published);
  const own = { client, clusterRequests, freezes, audit, log, reports, forecastMetrics, publish };
  const opened = openDependencies(config, own);
  await ensureSearchAttributes(client);
  await scheduleForecasts(client, config, log);
  if (!(await freezes.ensure())) {
    log.error(
      { workflow: freezesWorkflowId },
      'the kill switch was closed, and every action is refused until it opens',
    );
  }
  const [connection, bundle] = await Promise.all([
    NativeConnection.connect(temporal.connection),
    bundled ?? workflowBundle(),
  ]);

  const incidents = createIncidentMetrics(
    registry,
    remembered(() => takeCensus(client, Date.now()), censusEveryMs),
  );
  // For those who watch; actions ask anew each time.
  const readFreezes = remembered(() => freezes.read().catch(() => undefined), freezesEveryMs);
  createFreezeMetrics(registry, readFreezes);
  const worker = await createWorker({
    connection,
    namespace: temporal.namespace,
    workflowBundle: bundle,
    activityInterceptors,
    sinks: {
      incidents,
      remediations: createRemediationMetrics(registry),
      approvals: createApprovalMetrics(registry),
      operators: createOperatorMetrics(registry),
      predictions: createPredictionMetrics(registry),
      scores: createScoreMetrics(
        registry,
        forecasts,
        remembered(() => countDemoted(client, Date.now()), censusEveryMs),
      ),
      recordRefusedVotes: (votes) => recordVotes(audit, votes),
      writeAudit: (record) => audit.write(record),
    },
    activities: opened.dependencies,
  });

  const isReady = async (): Promise<boolean> => worker.getState() === 'RUNNING' && (await isServing(client, 2_000));
  const pictures = createShownFiles('forecast', config.evidence.folder, config.evidence.keepMs);
  const reviewFiles = createShownFiles('review', config.evidence.folder, config.evidence.keepMs);
  const readReview = (id: string): Promise<string | null> => reviewFiles.read(id);
  const readPicture = (id: string): Promise<string | null> => pictures.read(id);
  const server = createHealthServer({ registry, readSdkMetrics, isReady, readFreezes, readPicture, readReview });
  const url = await server.listen({ ...config.worker.listen });
  const runToItsEnd = async (): Promise<void> => {
    try {
      await worker.run();
    } finally {
      await server.close();
      await Promise.all([forecastExport, opened, connection, client.connection, audit].map((part) => part.close()));
    }
  };
  const stopped = runToItsEnd();
  return {
    url,
    stopped,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await stopped;
    },
  };
}

/** @throws SchedulesRefusedError where there are forecasts to schedule; without any, a server that knows no schedules will do. */
async function scheduleForecasts(client: Client, { forecasts }: Config, log: Logger): Promise<void> {
  try {
    const changes = await ensureForecastSchedules(client, forecasts);
    if (changes.created + changes.changed + changes.removed > 0) log.info(changes, 'the schedules of forecasts');
  } catch (error) {
    if (!(error instanceof SchedulesRefusedError) || forecasts.length > 0) throw error;
    log.warn({ err: error }, 'nobody can say whether there are schedules of forecasts that are gone');
  }
}
