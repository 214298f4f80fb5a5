import type { ActionName } from '../../model/names.ts';
import type { ActionDefinition } from '../contracts/action-definition.ts';
import { raiseAutoscalerMax } from './autoscaler/raise-autoscaler-max.ts';
import { restoreAutoscalerMax } from './autoscaler/restore-autoscaler-max.ts';
import { deleteFailedJob } from './batch/delete-failed-job.ts';
import { rerunJob } from './batch/rerun-job.ts';
import { withdrawJob } from './batch/withdraw-job.ts';
import { reloadCertificate } from './certificate/reload-certificate.ts';
import { renewCertificate } from './certificate/renew-certificate.ts';
import { clearPackageCache } from './disk/clear-package-cache.ts';
import { deleteOldBackups } from './disk/delete-old-backups.ts';
import { deleteTemporaryFiles } from './disk/delete-temporary-files.ts';
import { removeUnusedImages } from './disk/remove-unused-images.ts';
import { rotateLogs } from './disk/rotate-logs.ts';
import { vacuumJournal } from './disk/vacuum-journal.ts';
import { fallBackDnsServers } from './host/fall-back-dns-servers.ts';
import { flushDnsCache } from './host/flush-dns-cache.ts';
import { restartDnsResolver } from './host/restart-dns-resolver.ts';
import { restartTimeDaemon } from './host/restart-time-daemon.ts';
import { restartUnit } from './host/restart-unit.ts';
import { restoreDnsServers } from './host/restore-dns-servers.ts';
import { removeEndpoint } from './network/remove-endpoint.ts';
import { restartDnsPod } from './network/restart-dns-pod.ts';
import { restartWorkloadPod } from './network/restart-workload-pod.ts';
import { restoreEndpoint } from './network/restore-endpoint.ts';
import { cordonNode } from './node/cordon-node.ts';
import { drainNode } from './node/drain-node.ts';
import { uncordonNode } from './node/uncordon-node.ts';
import { runPlaybook } from './playbook/run-playbook.ts';
import { undoPlaybook } from './playbook/undo-playbook.ts';
import { deletePod } from './pod/delete-pod.ts';
import { quarantinePod } from './pod/quarantine-pod.ts';
import { releasePod } from './pod/release-pod.ts';
import { restartService } from './service/restart-service.ts';
import { expandClaim } from './storage/expand-claim.ts';
import { raiseMemoryLimit } from './workload/raise-memory-limit.ts';
import { restartRollout } from './workload/restart-rollout.ts';
import { restoreMemoryLimit } from './workload/restore-memory-limit.ts';
import { restoreReplicas } from './workload/restore-replicas.ts';
import { scaleWorkload } from './workload/scale-workload.ts';
import { undoRollout } from './workload/undo-rollout.ts';

/** Every action, by the name of its file. */
export const actions: Readonly<Record<ActionName, ActionDefinition>> = {
  'clear-package-cache': clearPackageCache,
  'cordon-node': cordonNode,
  'delete-failed-job': deleteFailedJob,
  'delete-old-backups': deleteOldBackups,
  'delete-pod': deletePod,
  'delete-temporary-files': deleteTemporaryFiles,
  'drain-node': drainNode,
  'expand-claim': expandClaim,
  'fall-back-dns-servers': fallBackDnsServers,
  'flush-dns-cache': flushDnsCache,
  'quarantine-pod': quarantinePod,
  'raise-autoscaler-max': raiseAutoscalerMax,
  'raise-memory-limit': raiseMemoryLimit,
  'release-pod': releasePod,
  'reload-certificate': reloadCertificate,
  'remove-endpoint': removeEndpoint,
  'remove-unused-images': removeUnusedImages,
  'renew-certificate': renewCertificate,
  'rerun-job': rerunJob,
  'restart-dns-pod': restartDnsPod,
  'restart-dns-resolver': restartDnsResolver,
  'restart-rollout': restartRollout,
  'restart-service': restartService,
  'restart-time-daemon': restartTimeDaemon,
  'restart-unit': restartUnit,
  'restart-workload-pod': restartWorkloadPod,
  'restore-autoscaler-max': restoreAutoscalerMax,
  'restore-dns-servers': restoreDnsServers,
  'restore-endpoint': restoreEndpoint,
  'restore-memory-limit': restoreMemoryLimit,
  'restore-replicas': restoreReplicas,
  'rotate-logs': rotateLogs,
  'run-playbook': runPlaybook,
  'scale-workload': scaleWorkload,
  'uncordon-node': uncordonNode,
  'undo-playbook': undoPlaybook,
  'undo-rollout': undoRollout,
  'vacuum-journal': vacuumJournal,
  'withdraw-job': withdrawJob,
};
