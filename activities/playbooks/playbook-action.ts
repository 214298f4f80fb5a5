import { PlaybookUnreadableError, playbookDigest } from '../../clients/ansible/playbook-digest.ts';
import type { PlaybookRun } from '../../clients/ansible/ansible.ts';
import type { PlaybookDefinition } from '../../model/playbook/playbook.ts';
import { changesNothing } from '../../model/playbook/rehearsal.ts';
import type { Target } from '../../model/target.ts';
import type { ActionDefinition, ActionDependencies } from '../contracts/action-definition.ts';
import { failure } from '../contracts/failure.ts';
import { play } from './playing.ts';
import { proveHelp } from './proving.ts';
import { rehearse } from './rehearsing.ts';

/** From the end of its time until nothing of a run is left. */
const endingMs = 10_000;

/** The action that runs a described playbook, or the one that takes it back. */
export function playbookAction(kind: 'do' | 'undo'): ActionDefinition {
  return {
    // What holds where a description says otherwise of every one.
    risk: 'destructive',
    undo: null,
    expectedMs: 0,
    isAskedLate: true,

    traitsOf(target, { findPlaybook }) {
      const { risk, undo, timeoutMs } = findPlaybook(target);
      const takesBack = kind === 'do' && undo !== null ? 'undo-playbook' : null;
      return { risk, undo: takesBack, expectedMs: timeoutMs + endingMs };
    },

    async observe(target, deps) {
      const playbook = deps.findPlaybook(target);
      const [files, { health }] = await Promise.all([digestOf(playbook), proveHelp(playbook, deps)]);
      return { files, health };
    },

    perform: (target, deps) => play(target, runOf(target, deps, kind), deps),

    async didHappen(target, _before, deps) {
      const rehearsal = await rehearse(runOf(target, deps, kind), deps.ansible);
      if (changesNothing(rehearsal)) return 'yes';
      // A task that does not tell what it would do does not tell what it has done either.
      return rehearsal.problem === null && rehearsal.untold.count === 0 ? 'no' : 'unknown';
    },
  };
}

function runOf(target: Target, { findPlaybook }: ActionDependencies, kind: 'do' | 'undo'): PlaybookRun {
  const playbook = findPlaybook(target);
  const file = kind === 'do' ? playbook.file : playbook.undo;
  if (file === null) throw failure('UnsafePlan', `nothing takes the playbook ${playbook.name} back`);
  return { playbook, file, timeoutMs: playbook.timeoutMs };
}

async function digestOf(playbook: PlaybookDefinition): Promise<string> {
  try {
    return await playbookDigest(playbook);
  } catch (error) {
    if (!(error instanceof PlaybookUnreadableError)) throw error;
    throw failure('UnsafePlan', error.message);
  }
}
