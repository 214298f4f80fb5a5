import { cleaningAction } from '../../disks/cleaning-action.ts';

/** Deletes temporary files that nobody has used for a while. */
export const deleteTemporaryFiles = cleaningAction('safe');
