import type { CheckRunner } from '../../contracts/check-runner.ts';
import { proveHelp } from '../../playbooks/proving.ts';

/** Whether everything holds that operators named as the proof of a playbook. */
export const playbookProof: CheckRunner = ({ target }, deps) => proveHelp(deps.findPlaybook(target), deps);
