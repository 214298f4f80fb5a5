import type { AlertDetail } from '../../model/alert/tracked-alerts.ts';
import { isKubernetesTarget } from '../../model/kubernetes/object.ts';
import { runbookInCluster } from '../../model/kubernetes/alerts/catalogue.ts';
import type { RunbookName } from '../../model/names.ts';
import { runbookNames } from '../../model/names.ts';
import { isPlaybookTarget } from '../../model/playbook/playbook.ts';
import type { Target } from '../../model/target.ts';
import type { Runbook } from '../runbook/runbook.ts';
import { claimFillingUp } from './cluster/claim-filling-up.ts';
import { clusterDns } from './cluster/cluster-dns.ts';
import { clusterTargetDown } from './cluster/cluster-target-down.ts';
import { kubernetesAlert } from './cluster/kubernetes-alert.ts';
import { nodeUnhealthy } from './cluster/node-unhealthy.ts';
import { quotaExhausted } from './cluster/quota-exhausted.ts';
import { certificateExpiring } from './host/certificate-expiring.ts';
import { clockSkew } from './host/clock-skew.ts';
import { diskCleanup } from './host/disk-cleanup.ts';
import { hostDns } from './host/host-dns.ts';
import { hostExhaustion } from './host/host-exhaustion.ts';
import { playbook } from './host/playbook.ts';
import { serviceDown } from './host/service-down.ts';
import { unitFailed } from './host/unit-failed.ts';
import { autoscalerMaxedOut } from './workload/autoscaler-maxed-out.ts';
import { backendSick } from './workload/backend-sick.ts';
import { containerOomKilled } from './workload/container-oom-killed.ts';
import { containerWaiting } from './workload/container-waiting.ts';
import { jobFailed } from './workload/job-failed.ts';
import { podCrashLooping } from './workload/pod-crash-looping.ts';
import { podNotReady } from './workload/pod-not-ready.ts';
import { rolloutStuck } from './workload/rollout-stuck.ts';
import { scaleAhead } from './workload/scale-ahead.ts';
import { sidecarDisconnected } from './workload/sidecar-disconnected.ts';
import { workloadDegraded } from './workload/workload-degraded.ts';

/** Every runbook; the first that answers an alert takes it. */
export const runbooks: Readonly<Record<RunbookName, Runbook>> = {
  'autoscaler-maxed-out': autoscalerMaxedOut,
  'backend-sick': backendSick,
  'certificate-expiring': certificateExpiring,
  'claim-filling-up': claimFillingUp,
  'clock-skew': clockSkew,
  'cluster-dns': clusterDns,
  'cluster-target-down': clusterTargetDown,
  'container-oom-killed': containerOomKilled,
  'container-waiting': containerWaiting,
  'disk-cleanup': diskCleanup,
  'host-dns': hostDns,
  'host-exhaustion': hostExhaustion,
  'job-failed': jobFailed,
  'kubernetes-alert': kubernetesAlert,
  'node-unhealthy': nodeUnhealthy,
  playbook,
  'pod-crash-looping': podCrashLooping,
  'pod-not-ready': podNotReady,
  'quota-exhausted': quotaExhausted,
  'rollout-stuck': rolloutStuck,
  'scale-ahead': scaleAhead,
  'service-down': serviceDown,
  'sidecar-disconnected': sidecarDisconnected,
  'unit-failed': unitFailed,
  'workload-degraded': workloadDegraded,
};

/**
 * The runbook that answers one of the alerts; null when none does. Whose target is a playbook has it run, and in a cluster
 * the catalogue knows better than a name that also means hosts.
 */
export function runbookFor(alerts: readonly Pick<AlertDetail, 'labels'>[], target: Target | null): RunbookName | null {
  if (target !== null && isPlaybookTarget(target)) return 'playbook';
  const isInCluster = target !== null && isKubernetesTarget(target);
  const fitting = isInCluster ? runbookNames.filter((name) => !forHosts.has(name)) : runbookNames;
  const answering = fitting.find((name) => alerts.some((alert) => answers(name, alert, target))) ?? null;
  if (!isInCluster) return answering;
  const names = alerts.map(({ labels }) => labels['alertname'] ?? '');
  return runbookInCluster(names, fitting, answering);
}

/** What these look at is no object of a cluster, whatever its alert is called. */
const forHosts: ReadonlySet<RunbookName> = new Set([
  'certificate-expiring',
  'clock-skew',
  'disk-cleanup',
  'host-dns',
  'host-exhaustion',
  'playbook',
  'service-down',
  'unit-failed',
]);

/** A runbook that throws here answers nothing: it must not keep an alert from people. */
function answers(name: RunbookName, alert: Pick<AlertDetail, 'labels'>, target: Target | null): boolean {
  try {
    return runbooks[name].answers(alert, target);
  } catch {
    return false;
  }
}
