import { playbookAction } from '../../playbooks/playbook-action.ts';

/** Runs a described playbook on its host. */
export const runPlaybook = playbookAction('do');
