import { cleaningAction } from '../../disks/cleaning-action.ts';

/** Has logrotate rotate and compress logs, by a configuration of its own. */
export const rotateLogs = cleaningAction('safe');
