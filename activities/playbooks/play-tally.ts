import type { HostStats, PlayEvent, TaskResult } from '../../model/playbook/play-event.ts';
import type { NamedTasks } from '../../model/playbook/rehearsal.ts';
import { shorten } from '../../model/text/markdown.ts';

const maxNamed = 5;
const maxNameLength = 80;

/** Sums up what Ansible tells of a run, however long that is. */
export class PlayTally {
  /** The counts at the end; null while there are none. */
  stats: HostStats | null = null;
  /** Tasks that ran to their end. */
  ended = 0;
  /** The first task that failed for good. */
  failed: TaskResult | null = null;
  /** The first task in which the host could not be reached. */
  unreachable: TaskResult | null = null;
  /** The first task that is meant for another host. */
  delegated: { readonly task: string; readonly to: string } | null = null;
  readonly changes = new TaskList();
  readonly untold = new TaskList();

  add(event: PlayEvent): void {
    if (event.event === 'stats') this.stats = event;
    if (event.event === 'task' && event.delegate !== null) this.noteDelegate(event.task, event.delegate);
    if (event.event === 'result') this.addResult(event);
  }

  private addResult(result: TaskResult): void {
    const { status, untold } = result;
    if (status === 'failed') this.failed ??= result;
    if (status === 'unreachable') this.unreachable ??= result;
    if (status !== 'skipped' && status !== 'unreachable') this.ended += 1;
    if (status === 'changed') this.changes.add(wordsOf(result));
    if (untold) this.untold.add(wordsOf(result));
  }

  private noteDelegate(task: string, to: string): void {
    // Its own host by another name is no other host.
    if (!/^\{\{ ?inventory_hostname ?\}\}$/.test(to)) this.delegated ??= { task, to };
  }
}

/** The names of some tasks, the first of them kept. */
class TaskList implements NamedTasks {
  readonly first: string[] = [];
  count = 0;

  add(words: string): void {
    this.count += 1;
    if (this.first.length < maxNamed) this.first.push(words);
  }

  /** As plain data, for a history. */
  named(): NamedTasks {
    return { first: [...this.first], count: this.count };
  }
}

function wordsOf({ task, changes }: TaskResult): string {
  const [change] = changes;
  const file = change?.path ? ` (${shorten(change.path, maxNameLength)} +${change.added} −${change.removed})` : '';
  return `${shorten(task, maxNameLength)}${file}`;
}
