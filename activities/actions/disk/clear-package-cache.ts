import { cleaningAction } from '../../disks/cleaning-action.ts';

/** Deletes packages that a package manager has fetched and installed. */
export const clearPackageCache = cleaningAction('safe');
