import { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Policy } from '../activities/policies.ts';
import { serviceDirectory } from '../activities/contracts/services.ts';
import { takeCensus } from '../clients/incident-directory.ts';
import { createIncidentClient } from '../clients/incidents.ts';
import { ensureSearchAttributes } from '../clients/search-attributes.ts';
import type { TemporalSettings } from '../clients/temporal.ts';
import { isServing, lazyClient } from '../clients/temporal.ts';
import type { Config } from '../config/config.ts';
import { createIncidentMetrics } from '../metrics/incidents.ts';
import { createRegistry } from '../metrics/registry.ts';
import { createRemediationMetrics } from '../metrics/remediations.ts';
import { createReportMetrics } from '../metrics/reports.ts';
import { runbookNames } from '../model/names.ts';
import { runbooks } from '../workflows/runbooks/index.ts';
import { workflowBundle } from './bundle-workflows.ts';
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

const intakeDeadlineMs = 10_000;
const censusEveryMs = 30_000;

/** Starts a worker with its metrics; resolves once it polls. */
export async function startWorker(config: Config, temporal: TemporalSettings, log: Logger): Promise<WorkerProcess> {
  const readSdkMetrics = await installTelemetry(log);
  const client = lazyClient(temporal);
  await ensureSearchAttributes(client);
  const [connection, bundle] = await Promise.all([NativeConnection.connect(temporal.connection), workflowBundle()]);

  const registry = createRegistry();
  const reports = createReportMetrics(registry);
  const incidents = createIncidentMetrics(
    registry,
    remembered(() => takeCensus(client, Date.now()), censusEveryMs),
  );
  const remediations = createRemediationMetrics(registry);
  const worker = await createWorker({
    connection,
    namespace: temporal.namespace,
    workflowBundle: bundle,
    incidents,
    remediations,
    activities: {
      log,
      reports,
      channels: config.channels,
      findService: serviceDirectory(config.services),
      incidents: createIncidentClient(client, intakeDeadlineMs),
      policy: {
        ...config.policy,
        channels: config.channels.map(({ type }, index) => ({ type, index })),
        defaultModes: defaultModes(),
      },
    },
  });

  const isReady = async (): Promise<boolean> => worker.getState() === 'RUNNING' && (await isServing(client, 2_000));
  const server = createHealthServer({ registry, readSdkMetrics, isReady });
  const url = await server.listen({ ...config.worker.listen });
  const runToItsEnd = async (): Promise<void> => {
    try {
      await worker.run();
    } finally {
      await server.close();
      await Promise.all([connection.close(), client.connection.close()]);
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

function defaultModes(): Policy['defaultModes'] {
  return Object.fromEntries(runbookNames.map((name) => [name, runbooks[name].defaultMode])) as Policy['defaultModes'];
}
