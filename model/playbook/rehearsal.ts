/** What a dry run has shown of a playbook. */
export interface Rehearsal {
  /** Why it may not or cannot be run; null where it can. */
  readonly problem: string | null;
  /** The tasks that would change something, each with what it would change; the first of them. */
  readonly changes: NamedTasks;
  /** The tasks that do not tell in check mode what they would do; the first of them. */
  readonly untold: NamedTasks;
}

/** The first of some tasks, and how many there are in all. */
export interface NamedTasks {
  readonly first: readonly string[];
  readonly count: number;
}

/** Whether a dry run says that the host is as the playbook would make it. */
export function changesNothing({ problem, changes, untold }: Rehearsal): boolean {
  return problem === null && changes.count === 0 && untold.count === 0;
}

/** What a dry run has shown, in one line for people. */
export function describeRehearsal(rehearsal: Rehearsal): string {
  const { problem, changes, untold } = rehearsal;
  if (problem !== null) return problem;
  if (changesNothing(rehearsal)) return 'a dry run says that nothing would change';
  const parts = [
    ...(changes.count > 0 ? [`would change: ${listed(changes)}`] : []),
    ...(untold.count > 0 ? [`not known before they run: ${listed(untold)}`] : []),
  ];
  return `a dry run was made; ${parts.join('; ')}`;
}

function listed({ first, count }: NamedTasks): string {
  const more = count - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
