import type { PlaybookDefinition } from '../../model/playbook/playbook.ts';
import { playbookTarget } from '../../model/playbook/playbook.ts';
import type { Target } from '../../model/target.ts';
import { lookUp } from './look-up.ts';

/** Finds the described playbook behind a target; only described playbooks are ever run. */
export type FindPlaybook = (target: Target) => PlaybookDefinition;

/** Makes the look-up over the configured playbooks. It throws `UnknownTarget` for any other target. */
export function playbookDirectory(playbooks: readonly PlaybookDefinition[]): FindPlaybook {
  return lookUp('playbook', playbooks, playbookTarget);
}
