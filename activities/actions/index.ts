import type { ActionName } from '../../model/names.ts';
import type { ActionDefinition } from '../contracts/action-definition.ts';
import { clearPackageCache } from './clear-package-cache.ts';
import { deleteOldBackups } from './delete-old-backups.ts';
import { deleteTemporaryFiles } from './delete-temporary-files.ts';
import { removeUnusedImages } from './remove-unused-images.ts';
import { restartService } from './restart-service.ts';
import { rotateLogs } from './rotate-logs.ts';
import { vacuumJournal } from './vacuum-journal.ts';

/** Every action, by the name of its file. */
export const actions: Readonly<Record<ActionName, ActionDefinition>> = {
  'clear-package-cache': clearPackageCache,
  'delete-old-backups': deleteOldBackups,
  'delete-temporary-files': deleteTemporaryFiles,
  'remove-unused-images': removeUnusedImages,
  'restart-service': restartService,
  'rotate-logs': rotateLogs,
  'vacuum-journal': vacuumJournal,
};
