import type { Client } from '@temporalio/client';
import { join } from 'node:path';
import { killSwitch } from '../activities/contracts/kill-switch.ts';
import { certificateDirectory } from '../activities/described/certificates.ts';
import { clusterDirectory } from '../activities/described/clusters.ts';
import { diskDirectory } from '../activities/described/disks.ts';
import { hostPartDirectory } from '../activities/described/host-parts.ts';
import { limitsDirectory } from '../activities/described/limits.ts';
import { playbookDirectory } from '../activities/described/playbooks.ts';
import { serviceDirectory } from '../activities/described/services.ts';
import { crossingFinder } from '../activities/forecasting/predictions/find-crossing.ts';
import { groupMeasure } from '../activities/guard/groups.ts';
import { createStandingRules } from '../activities/guard/standing-rules.ts';
import type { ActivityDependencies } from '../activities/index.ts';
import type { Policy } from '../activities/policies.ts';
import { createAlertmanagerClient } from '../clients/alertmanager/alertmanager.ts';
import { createSilenceClient } from '../clients/alertmanager/silences.ts';
import { createAnsible } from '../clients/ansible/ansible.ts';
import { createHostCommands } from '../clients/commands/hosts.ts';
import { openLogAccess } from '../clients/elasticsearch/log-access.ts';
import { createEvidenceFiles } from '../clients/evidence/evidence-files.ts';
import { createForecastFiles } from '../clients/forecasts/forecast-files.ts';
import type { RequestObserver } from '../clients/kubernetes/requests/asking.ts';
import { openCluster } from '../clients/kubernetes/open-cluster.ts';
import { withOwnNamespace } from '../clients/kubernetes/own-namespace.ts';
import { createPredictionResults } from '../clients/predictions/prediction-results.ts';
import { createPrometheusClient } from '../clients/prometheus.ts';
import { isAwaited } from '../clients/temporal/attempts.ts';
import type { FreezeClient } from '../clients/temporal/freezes.ts';
import { createDigestClient } from '../clients/temporal/digests.ts';
import { createGuardClient } from '../clients/temporal/guards.ts';
import { hasTrouble, isUnderRepair, readIncident } from '../clients/temporal/incident-directory.ts';
import { hasActedSince, readPredictionNotice } from '../clients/temporal/prediction-notices.ts';
import { createIncidentClient } from '../clients/temporal/incidents.ts';
import { findSender } from '../clients/temporal/message-senders.ts';
import { castVote } from '../clients/temporal/operators/votes.ts';
import { createPredictionClient } from '../clients/temporal/forecasts/predictions.ts';
import { createScorebookClient } from '../clients/predictions/scorebooks.ts';
import type { Config } from '../config/config.ts';
import { fingerprintOf } from '../model/alert/fingerprint.ts';
import { correlate } from '../model/correlation.ts';
import { describedTargets } from '../model/described-targets.ts';
import { runbookNames } from '../model/names.ts';
import { incidentPage } from '../model/notices/page.ts';
import type { ChannelRef, ReviewOrder } from '../model/remediation/policy.ts';
import { runbooks } from '../workflows/runbooks/index.ts';
import { directoryOf } from '../config/directory.ts';
import { openForecastTools } from './forecasts/forecast-tools.ts';
import { reviewKeeper } from './evidence/keep-review.ts';

/** What the process has opened already: its own part of what activities need. */
interface OwnDependencies extends Pick<
  ActivityDependencies,
  'audit' | 'forecastMetrics' | 'log' | 'publish' | 'reports'
> {
  readonly client: Client;
  readonly clusterRequests: RequestObserver;
  readonly freezes: FreezeClient;
}

interface OpenedDependencies {
  readonly dependencies: ActivityDependencies;
  /** Ends the connections to clusters, hosts and stores of logs. */
  readonly close: () => Promise<void>;
}

/** Every single call to another system. */
const callDeadlineMs = 10_000;

/**
 * Makes everything that activities use of what the configuration describes; nothing is connected before it is used.
 *
 * @throws ClusterAccessError where a cluster's kubeconfig or its context is not there.
 */
export function openDependencies(
  config: Config,
  { client, clusterRequests, freezes, ...own }: OwnDependencies,
): OpenedDependencies {
  const hosts = createHostCommands(config.hosts);
  const evidence = createEvidenceFiles(config.evidence.folder, config.evidence.keepMs);
  const clusters = config.clusters.map((cluster) => ({
    definition: withOwnNamespace(cluster),
    api: openCluster(cluster, clusterRequests),
  }));
  const forecasting = openForecastTools(config);
  const asking = { ...config.alertmanager, deadlineMs: callDeadlineMs };
  const alertmanager = createAlertmanagerClient(asking);
  const silenceClient = createSilenceClient(asking);
  const { silenceMs, urls: alertmanagers } = config.alertmanager;
  const logs = openLogAccess(config.elasticsearch, evidence);
  const dependencies: ActivityDependencies = {
    ...own,
    ...forecasting.tools,
    channels: config.channels,
    directory: directoryOf(config),
    digests: createDigestClient(client, callDeadlineMs),
    pageOf: (incident) => incidentPage(config.links.temporal, client.options.namespace, incident),
    findService: serviceDirectory(config.services),
    disks: diskDirectory(config.disks),
    findCertificate: certificateDirectory(config.certificates),
    findLimits: limitsDirectory(config.limits),
    findObject: clusterDirectory(clusters),
    findPlaybook: playbookDirectory(config.playbooks),
    ansible: createAnsible(config.ansible, config.hosts),
    hostParts: hostPartDirectory(config.hostParts),
    runOnHost: hosts.run,
    evidence,
    logStore: logs.store,
    keepLogEvidence: logs.keepEvidence,
    incidents: createIncidentClient(client, callDeadlineMs),
    forecasts: config.forecasts,
    forecastStore: createForecastFiles(config.forecasting.folder, config.forecasting.keepMs),
    predictions: createPredictionClient(client, callDeadlineMs),
    scorebooks: createScorebookClient(client, callDeadlineMs),
    belongingOf: belongingBy(config),
    guards: createGuardClient(client, callDeadlineMs),
    guardPolicy: config.policy.guard,
    standingRules: createStandingRules({
      findFreeze: killSwitch(() => freezes.read()),
      maintenance: config.policy.maintenance,
      dependencies: config.policy.guard.dependencies,
      clusters: clusters.map(({ definition }) => definition),
      alertmanager,
      silences: silenceMs === null ? null : silenceClient,
    }),
    readRecord: (incident) => readIncident(client, incident),
    reviews: config.reviews,
    keepReview: reviewKeeper(config),
    alertmanager,
    silenceClient,
    measureGroup: groupMeasure(config.services, hosts.run),
    prometheus: config.prometheus && createPrometheusClient({ ...config.prometheus, deadlineMs: callDeadlineMs }),
    hasTrouble: (target) => hasTrouble(client, target),
    isUnderRepair: (target) => isUnderRepair(client, target),
    hasActedSince: (incident, sinceMs) => hasActedSince(client, incident, sinceMs),
    readPrediction: (id) => readPredictionNotice(client, id),
    findCrossing: crossingFinder(config.forecasts, forecasting.tools.seriesSource),
    predictionResults: createPredictionResults(join(config.forecasting.folder, 'predictions.jsonl')),
    castVote: (...vote) => client.connection.withDeadline(Date.now() + callDeadlineMs, () => castVote(client, ...vote)),
    findSender: (question) => findSender(client, question),
    isAwaited: (attempt) => isAwaited(client, attempt),
    policy: {
      ...config.policy,
      channels: channelRefs(config.channels, ({ everyIncident }) => everyIncident),
      review: reviewOrder(config),
      escalations: config.escalations,
      alertmanager: alertmanagers.length > 0 ? { silenceMs } : null,
      defaultModes: defaultModes(),
    },
  };
  return {
    dependencies,
    async close() {
      hosts.close();
      for (const { api } of clusters) api.close();
      await Promise.all([logs.close(), forecasting.close()]);
    },
  };
}

/** Decides as the door does. */
function belongingBy(config: Config): ActivityDependencies['belongingOf'] {
  const described = describedTargets(config);
  return (labels) => correlate({ labels, fingerprint: fingerprintOf(labels) }, config.routes, described);
}

function defaultModes(): Policy['defaultModes'] {
  return Object.fromEntries(runbookNames.map((name) => [name, runbooks[name].defaultMode])) as Policy['defaultModes'];
}

/** Channels by their places. */
function channelRefs(
  channels: Config['channels'],
  isMeant: (channel: Config['channels'][number]) => boolean,
): readonly ChannelRef[] {
  return channels.flatMap((channel, index) => (isMeant(channel) ? [{ type: channel.type, index }] : []));
}

/** Who gets post-incident reports; null where nobody does. */
function reviewOrder({ channels, reviews: { sendTo, onlyPeople } }: Config): ReviewOrder | null {
  const meant = channelRefs(channels, ({ name }) => sendTo.includes(name));
  return meant.length > 0 ? { channels: meant, onlyPeople } : null;
}
