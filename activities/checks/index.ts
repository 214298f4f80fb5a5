import type { CheckName } from '../../model/names.ts';
import type { CheckRunner } from '../contracts/check-runner.ts';
import { autoscalerState } from './autoscaler/autoscaler-state.ts';
import { cronJobState } from './batch/cron-job-state.ts';
import { jobState } from './batch/job-state.ts';
import { jobWorkDone } from './batch/job-work-done.ts';
import { certificateValid } from './certificate/certificate-valid.ts';
import { objectState } from './cluster/object-state.ts';
import { diskUsage } from './disk/disk-usage.ts';
import { forecastReceded } from './forecast/forecast-receded.ts';
import { clockOffset } from './host/clock-offset.ts';
import { dnsLookups } from './host/dns-lookups.ts';
import { limitsHeadroom } from './host/limits-headroom.ts';
import { timeDaemonRestarts } from './host/time-daemon-restarts.ts';
import { timeDaemon } from './host/time-daemon.ts';
import { unitCrashLoop } from './host/unit-crash-loop.ts';
import { unitDependencies } from './host/unit-dependencies.ts';
import { unitObstacles } from './host/unit-obstacles.ts';
import { unitState } from './host/unit-state.ts';
import { backendMembers } from './network/backend-members.ts';
import { backendTraffic } from './network/backend-traffic.ts';
import { clusterDns } from './network/cluster-dns.ts';
import { dnsPods } from './network/dns-pods.ts';
import { monitorTarget } from './network/monitor-target.ts';
import { serviceEndpoints } from './network/service-endpoints.ts';
import { sidecarConnected } from './network/sidecar-connected.ts';
import { nodeFlapping } from './node/node-flapping.ts';
import { nodePods } from './node/node-pods.ts';
import { nodePressure } from './node/node-pressure.ts';
import { nodeProblems } from './node/node-problems.ts';
import { nodeState } from './node/node-state.ts';
import { nodesAway } from './node/nodes-away.ts';
import { playbookProof } from './playbook/playbook-proof.ts';
import { containerLogs } from './pod/container-logs.ts';
import { containerProbes } from './pod/container-probes.ts';
import { containerRestarts } from './pod/container-restarts.ts';
import { objectEvents } from './pod/object-events.ts';
import { podState } from './pod/pod-state.ts';
import { scheduling } from './pod/scheduling.ts';
import { crashLoop } from './service/crash-loop.ts';
import { dependencies } from './service/dependencies.ts';
import { serviceProbe } from './service/service-probe.ts';
import { serviceStatus } from './service/service-status.ts';
import { settingsUnchanged } from './service/settings-unchanged.ts';
import { claimExpanded } from './storage/claim-expanded.ts';
import { claimState } from './storage/claim-state.ts';
import { quotaState } from './storage/quota-state.ts';
import { containerMemoryHeadroom } from './workload/container-memory-headroom.ts';
import { disruptionBudgets } from './workload/disruption-budgets.ts';
import { memoryLimits } from './workload/memory-limits.ts';
import { objectDescription } from './workload/object-description.ts';
import { replicaRoom } from './workload/replica-room.ts';
import { rolloutHistory } from './workload/rollout-history.ts';
import { sickNeighbours } from './workload/sick-neighbours.ts';
import { workloadHealth } from './workload/workload-health.ts';

/** Every check, by the name of its file. */
export const checks: Readonly<Record<CheckName, CheckRunner>> = {
  'autoscaler-state': autoscalerState,
  'backend-members': backendMembers,
  'backend-traffic': backendTraffic,
  'certificate-valid': certificateValid,
  'claim-expanded': claimExpanded,
  'claim-state': claimState,
  'clock-offset': clockOffset,
  'cluster-dns': clusterDns,
  'container-logs': containerLogs,
  'container-memory-headroom': containerMemoryHeadroom,
  'container-probes': containerProbes,
  'container-restarts': containerRestarts,
  'crash-loop': crashLoop,
  'cron-job-state': cronJobState,
  dependencies,
  'disk-usage': diskUsage,
  'disruption-budgets': disruptionBudgets,
  'dns-lookups': dnsLookups,
  'dns-pods': dnsPods,
  'forecast-receded': forecastReceded,
  'job-state': jobState,
  'job-work-done': jobWorkDone,
  'limits-headroom': limitsHeadroom,
  'memory-limits': memoryLimits,
  'monitor-target': monitorTarget,
  'node-flapping': nodeFlapping,
  'node-pods': nodePods,
  'node-pressure': nodePressure,
  'node-problems': nodeProblems,
  'node-state': nodeState,
  'nodes-away': nodesAway,
  'object-description': objectDescription,
  'object-events': objectEvents,
  'object-state': objectState,
  'playbook-proof': playbookProof,
  'pod-state': podState,
  'quota-state': quotaState,
  'replica-room': replicaRoom,
  'rollout-history': rolloutHistory,
  scheduling,
  'service-endpoints': serviceEndpoints,
  'service-probe': serviceProbe,
  'service-status': serviceStatus,
  'settings-unchanged': settingsUnchanged,
  'sick-neighbours': sickNeighbours,
  'sidecar-connected': sidecarConnected,
  'time-daemon-restarts': timeDaemonRestarts,
  'time-daemon': timeDaemon,
  'unit-crash-loop': unitCrashLoop,
  'unit-dependencies': unitDependencies,
  'unit-obstacles': unitObstacles,
  'unit-state': unitState,
  'workload-health': workloadHealth,
};
