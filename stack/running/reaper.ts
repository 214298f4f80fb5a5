import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the parent tells its reaper. */
export interface ReaperMessage {
  readonly watch: boolean;
  readonly pid: number;
}

const watched = new Set<number>();
let reaper: ChildProcess | undefined;

/** Makes sure that the one reaper of this process is there; called before a child is started. */
export function prepareReaper(): ChildProcess {
  if (!reaper?.connected) reaper = forkReaper();
  return reaper;
}

/** Hands a process group that this process has just started over to the reaper. */
export function watchGroup(pid: number): void {
  const current = prepareReaper();
  watched.add(pid);
  send(current, { watch: true, pid });
}

/** Takes a group back as soon as it has ended, so that a reused process id is never hit. */
export function unwatchGroup(pid: number): void {
  watched.delete(pid);
  if (reaper?.connected) send(reaper, { watch: false, pid });
}

function forkReaper(): ChildProcess {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const main = fileURLToPath(new URL(`./reaper-main.${extension}`, import.meta.url));
  const child = fork(main, [], {
    cwd: '/',
    detached: true,
    env: {},
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('error', () => {});
  child.unref();
  child.channel?.unref();
  for (const pid of watched) send(child, { watch: true, pid });
  return child;
}

function send(to: ChildProcess, message: ReaperMessage): void {
  // A reaper that has died is replaced at the next start, so a message lost on the way is no failure.
  to.send(message, () => {});
}
