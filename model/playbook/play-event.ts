/** How a task went on a host. */
export const taskStatuses = ['ok', 'changed', 'failed', 'ignored', 'skipped', 'unreachable'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** How much of a file a task changes, or would change. */
export interface FileChange {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
}

/** A task begins. */
interface TaskStart {
  readonly event: 'task';
  readonly task: string;
  /** The host that it is meant for in place of its own, as the playbook writes it; null for its own. */
  readonly delegate: string | null;
}

/** A task has ended on a host. */
export interface TaskResult {
  readonly event: 'result';
  readonly host: string;
  readonly task: string;
  readonly status: TaskStatus;
  /** Empty where it has nothing to say. */
  readonly message: string;
  /** Whether it was skipped because it does not say in check mode what it would do. */
  readonly untold: boolean;
  readonly changes: readonly FileChange[];
}

/** The counts of a host at the end of a playbook. */
export interface HostStats {
  readonly event: 'stats';
  readonly host: string;
  readonly ok: number;
  readonly changed: number;
  readonly failed: number;
  readonly unreachable: number;
}

/** What Ansible tells of a run, one after the other. All text is masked, on one line and short. */
export type PlayEvent = TaskStart | TaskResult | HostStats;
