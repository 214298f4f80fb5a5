import { cleaningAction } from '../../disks/cleaning-action.ts';

/** Removes container images that no container was made from. */
export const removeUnusedImages = cleaningAction('safe');
