import type { ActionName } from '../../model/names.ts';
import type { ActionDefinition } from '../contracts/action-definition.ts';
import { clearPackageCache } from './disk/clear-package-cache.ts';
import { deleteOldBackups } from './disk/delete-old-backups.ts';
import { deleteTemporaryFiles } from './disk/delete-temporary-files.ts';
import { reloadCertificate } from './certificate/reload-certificate.ts';
import { removeUnusedImages } from './disk/remove-unused-images.ts';
import { renewCertificate } from './certificate/renew-certificate.ts';
import { restartService } from './service/restart-service.ts';
import { rotateLogs } from './disk/rotate-logs.ts';
import { runPlaybook } from './playbook/run-playbook.ts';
import { undoPlaybook } from './playbook/undo-playbook.ts';
import { vacuumJournal } from './disk/vacuum-journal.ts';

/** Every action, by the name of its file. */
export const actions: Readonly<Record<ActionName, ActionDefinition>> = {
  'clear-package-cache': clearPackageCache,
  'delete-old-backups': deleteOldBackups,
  'delete-temporary-files': deleteTemporaryFiles,
  'reload-certificate': reloadCertificate,
  'remove-unused-images': removeUnusedImages,
  'renew-certificate': renewCertificate,
  'restart-service': restartService,
  'rotate-logs': rotateLogs,
  'run-playbook': runPlaybook,
  'undo-playbook': undoPlaybook,
  'vacuum-journal': vacuumJournal,
};
