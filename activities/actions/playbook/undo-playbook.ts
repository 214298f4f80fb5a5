import { playbookAction } from '../../playbooks/playbook-action.ts';

/** Runs the playbook that takes a described playbook back. */
export const undoPlaybook = playbookAction('undo');
