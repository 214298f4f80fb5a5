import type { ActionName } from '../../model/names.ts';
import type { ActionDefinition } from '../contracts/action-definition.ts';
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
import { runPlaybook } from './playbook/run-playbook.ts';
import { undoPlaybook } from './playbook/undo-playbook.ts';
import { deletePod } from './pod/delete-pod.ts';
import { quarantinePod } from './pod/quarantine-pod.ts';
import { releasePod } from './pod/release-pod.ts';
import { restartService } from './service/restart-service.ts';
import { restartRollout } from './workload/restart-rollout.ts';
import { undoRollout } from './workload/undo-rollout.ts';

/** Every action, by the name of its file. */
export const actions: Readonly<Record<ActionName, ActionDefinition>> = {
  'clear-package-cache': clearPackageCache,
  'delete-old-backups': deleteOldBackups,
  'delete-pod': deletePod,
  'delete-temporary-files': deleteTemporaryFiles,
  'fall-back-dns-servers': fallBackDnsServers,
  'flush-dns-cache': flushDnsCache,
  'quarantine-pod': quarantinePod,
  'release-pod': releasePod,
  'reload-certificate': reloadCertificate,
  'remove-unused-images': removeUnusedImages,
  'renew-certificate': renewCertificate,
  'restart-dns-resolver': restartDnsResolver,
  'restart-rollout': restartRollout,
  'restart-service': restartService,
  'restart-time-daemon': restartTimeDaemon,
  'restart-unit': restartUnit,
  'restore-dns-servers': restoreDnsServers,
  'rotate-logs': rotateLogs,
  'run-playbook': runPlaybook,
  'undo-playbook': undoPlaybook,
  'undo-rollout': undoRollout,
  'vacuum-journal': vacuumJournal,
};
