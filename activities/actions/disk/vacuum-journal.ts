import { cleaningAction } from '../../disks/cleaning-action.ts';

/** Shortens the journal of systemd to what operators keep. */
export const vacuumJournal = cleaningAction('safe');
