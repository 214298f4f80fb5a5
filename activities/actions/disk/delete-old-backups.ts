import { cleaningAction } from '../../disks/cleaning-action.ts';

/** Deletes backups beyond the count and the age that operators keep; people approve it. */
export const deleteOldBackups = cleaningAction('destructive');
