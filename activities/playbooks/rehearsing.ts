import { cancellationSignal } from '@temporalio/activity';
import type { Ansible, PlaybookRun } from '../../clients/ansible/ansible.ts';
import type { CommandOutcome } from '../../clients/commands/command.ts';
import type { Rehearsal } from '../../model/playbook/rehearsal.ts';
import type { Target } from '../../model/target.ts';
import { lastWords } from '../commands/last-words.ts';
import { problemWords } from '../commands/looking.ts';
import type { FindPlaybook } from '../described/playbooks.ts';
import { PlayTally } from './play-tally.ts';
import { whyUnreachable } from './unreachable.ts';

interface RehearsingDependencies {
  readonly findPlaybook: FindPlaybook;
  readonly ansible: Ansible;
}

/** Has to end well within the time of the activity that waits for it. */
const maxRehearsalMs = 10 * 60_000;
/** Reads the playbook and speaks to nobody. */
const listTimeoutMs = 60_000;

/** The activity that tries a playbook out. */
export function createRehearsingActivities({ findPlaybook, ansible }: RehearsingDependencies) {
  return {
    /** What the playbook of a target would change, as Ansible says it. Changes nothing. */
    async rehearsePlaybook({ target }: { readonly target: Target }): Promise<Rehearsal> {
      const playbook = findPlaybook(target);
      return rehearse({ playbook, file: playbook.file, timeoutMs: playbook.timeoutMs }, ansible);
    },
  };
}

/** Plays a playbook in check mode, once it is known to touch no other host. */
export async function rehearse(run: PlaybookRun, ansible: Ansible): Promise<Rehearsal> {
  const astray = await whyAstray(run, ansible);
  if (astray) return { problem: astray, changes: none, untold: none };
  const tally = new PlayTally();
  const outcome = await ansible.play(
    { ...run, timeoutMs: Math.min(run.timeoutMs, maxRehearsalMs) },
    { check: true, onEvent: (event) => tally.add(event), signal: cancellationSignal() },
  );
  return { problem: problemIn(tally, outcome), changes: tally.changes.named(), untold: tally.untold.named() };
}

/** Why a playbook may not be run: it cannot be read, or would touch another host than its own; undefined if it may. */
export async function whyAstray(run: PlaybookRun, ansible: Ansible): Promise<string | undefined> {
  const timeoutMs = Math.min(run.timeoutMs, listTimeoutMs);
  const { hosts, outcome } = await ansible.listHosts({ ...run, timeoutMs });
  const { host } = run.playbook;
  if (!hosts) return `Ansible could not read the playbook: ${whyNot(outcome)}`;
  const others = hosts.filter((each) => each !== host);
  if (others.length > 0) return `the playbook would touch other hosts than ${host}: ${others.slice(0, 3).join(', ')}`;
  return hosts.length === 0 ? `no play of the playbook is for ${host}` : undefined;
}

const none = { first: [], count: 0 };

function problemIn({ delegated, unreachable, failed, stats }: PlayTally, outcome: CommandOutcome): string | null {
  if (delegated) return `its task ${delegated.task} is for another host (${delegated.to}), and a playbook has one`;
  if (unreachable) return whyUnreachable(unreachable);
  if (failed) return `a dry run failed in the task ${failed.task}: ${failed.message}`;
  if (outcome.exitCode !== 0) return `a dry run was not possible: ${whyNot(outcome)}`;
  return stats ? null : 'a dry run told nothing';
}

/** Why Ansible did not do what it was started for, in words. */
export function whyNot(outcome: CommandOutcome): string {
  const how = outcome.problem ? problemWords[outcome.problem] : `ended with ${outcome.exitCode}`;
  return `ansible-playbook ${how}${lastWords(outcome, 300)}`;
}
