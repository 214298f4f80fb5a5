import type { ActivityInterceptorsFactory, WorkflowBundleOption } from '@temporalio/worker';
import { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Policy } from '../activities/policies.ts';
import { groupMeasure } from '../activities/guard/groups.ts';
import { createStandingRules } from '../activities/guard/standing-rules.ts';
import { recordVotes } from '../activities/voting.ts';
import { killSwitch } from '../activities/contracts/kill-switch.ts';
import { certificateDirectory } from '../activities/described/certificates.ts';
import { diskDirectory } from '../activities/described/disks.ts';
import { hostPartDirectory } from '../activities/described/host-parts.ts';
import { limitsDirectory } from '../activities/described/limits.ts';
import { playbookDirectory } from '../activities/described/playbooks.ts';
import { serviceDirectory } from '../activities/described/services.ts';
import { createAnsible } from '../clients/ansible/ansible.ts';
import { openAuditLog } from '../clients/audit/audit-log.ts';
import { createEvidenceFiles } from '../clients/evidence/evidence-files.ts';
import { openLogAccess } from '../clients/elasticsearch/log-access.ts';
import { createHostCommands } from '../clients/commands/hosts.ts';
import { createAlertmanagerClient } from '../clients/alertmanager.ts';
import { createPrometheusClient } from '../clients/prometheus.ts';
import { isAwaited } from '../clients/temporal/attempts.ts';
import { createGuardClient } from '../clients/temporal/guards.ts';
import { createFreezeClient } from '../clients/temporal/freezes.ts';
import { findSender } from '../clients/temporal/message-senders.ts';
import { hasTrouble, isUnderRepair, takeCensus } from '../clients/temporal/incident-directory.ts';
import { createIncidentClient } from '../clients/temporal/incidents.ts';
import { ensureSearchAttributes } from '../clients/temporal/search-attributes.ts';
import type { TemporalSettings } from '../clients/temporal/temporal.ts';
import { isServing, lazyClient } from '../clients/temporal/temporal.ts';
import type { Config } from '../config/config.ts';
import { createApprovalMetrics } from '../metrics/approvals.ts';
import { createFreezeMetrics } from '../metrics/freezes.ts';
import { createIncidentMetrics } from '../metrics/incidents.ts';
import { createRegistry } from '../metrics/registry.ts';
import { createRemediationMetrics } from '../metrics/remediations.ts';
import { createReportMetrics } from '../metrics/reports.ts';
import { freezesWorkflowId, runbookNames } from '../model/names.ts';
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

/** What may be put in place of a worker's own, or around it. */
export interface WorkerAdditions {
  /** Workflows that were bundled already. */
  readonly workflowBundle?: WorkflowBundleOption;
  readonly activityInterceptors?: readonly ActivityInterceptorsFactory[];
}

/** Every single call to another system. */
const callDeadlineMs = 10_000;
const censusEveryMs = 30_000;
const freezeDeadlineMs = 5_000;
const freezesEveryMs = 5_000;

/**
 * Starts a worker with its metrics; resolves once it polls.
 *
 * @throws AuditUnavailableError before anything else: a worker that cannot record what it does may do nothing.
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
  await ensureSearchAttributes(client);
  const freezes = createFreezeClient(client, freezeDeadlineMs);
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

  const hosts = createHostCommands(config.hosts);
  const evidence = createEvidenceFiles(config.evidence.folder, config.evidence.keepMs);
  const logs = openLogAccess(config.elasticsearch, evidence);
  const registry = createRegistry();
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
      recordRefusedVotes: (votes) => recordVotes(audit, votes),
      writeAudit: (record) => audit.write(record),
    },
    activities: {
      log,
      audit,
      reports: createReportMetrics(registry),
      channels: config.channels,
      findService: serviceDirectory(config.services),
      disks: diskDirectory(config.disks),
      findCertificate: certificateDirectory(config.certificates),
      findLimits: limitsDirectory(config.limits),
      findPlaybook: playbookDirectory(config.playbooks),
      ansible: createAnsible(config.ansible, config.hosts),
      hostParts: hostPartDirectory(config.hostParts),
      runOnHost: hosts.run,
      evidence,
      logStore: logs.store,
      keepLogEvidence: logs.keepEvidence,
      incidents: createIncidentClient(client, callDeadlineMs),
      guards: createGuardClient(client, callDeadlineMs),
      guardPolicy: config.policy.guard,
      standingRules: createStandingRules({
        findFreeze: killSwitch(() => freezes.read()),
        maintenance: config.policy.maintenance,
        dependencies: config.policy.guard.dependencies,
        alertmanager: createAlertmanagerClient({ ...config.alertmanager, deadlineMs: callDeadlineMs }),
      }),
      measureGroup: groupMeasure(config.services, hosts.run),
      prometheus: config.prometheus && createPrometheusClient({ ...config.prometheus, deadlineMs: callDeadlineMs }),
      hasTrouble: (target) => hasTrouble(client, target),
      isUnderRepair: (target) => isUnderRepair(client, target),
      findSender: (question) => findSender(client, question),
      isAwaited: (attempt) => isAwaited(client, attempt),
      policy: {
        ...config.policy,
        channels: config.channels.map(({ type }, index) => ({ type, index })),
        defaultModes: defaultModes(),
      },
    },
  });

  const isReady = async (): Promise<boolean> => worker.getState() === 'RUNNING' && (await isServing(client, 2_000));
  const server = createHealthServer({ registry, readSdkMetrics, isReady, readFreezes });
  const url = await server.listen({ ...config.worker.listen });
  const runToItsEnd = async (): Promise<void> => {
    try {
      await worker.run();
    } finally {
      hosts.close();
      await server.close();
      await Promise.all([connection.close(), client.connection.close(), audit.close(), logs.close()]);
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
