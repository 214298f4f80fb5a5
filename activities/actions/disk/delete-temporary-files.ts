import { cleaningAction } from '../../hosts/cleaning-action.ts';

/** Deletes temporary files that nobody has used for a while. */
export const deleteTemporaryFiles = cleaningAction('safe');
