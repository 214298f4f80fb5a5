import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { prepareReaper, unwatchGroup, watchGroup } from './reaper.ts';

/** A command and the surroundings it runs in; the arguments never pass a shell. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A place other than this machine itself where commands may run. */
export interface Surroundings {
  /** The command that runs this one there. */
  readonly enter: (command: Command) => Command;
}

/** How a process ended. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that does not outlive this one. */
export interface WatchedProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly exited: Promise<ChildExit>;
  /** Settles with the output, or a moment after the end when a descendant keeps the output open. */
  readonly drained: Promise<void>;
  readonly hasEnded: () => boolean;
  /** Signals the process and its descendants; does nothing once it has ended. */
  readonly signal: (signal: NodeJS.Signals) => void;
}

const drainMs = 500;

/**
 * Starts a process as the leader of its own group, so that a Ctrl-C meant for this process does not end it early, and
 * puts it under the reaper. Rejects when the command cannot be executed.
 */
export async function spawnWatched({ command, args, cwd, env }: Command): Promise<WatchedProcess> {
  prepareReaper();
  const child = spawn(command, [...args], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid !== undefined) watchGroup(pid);

  let ended = false;
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      if (pid !== undefined) unwatchGroup(pid);
      resolve({ code, signal });
    });
  });
  const drained = exited.then(() => Promise.race([closed, new Promise<void>((r) => setTimeout(r, drainMs).unref())]));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return { child, exited, drained, hasEnded: () => ended, ...processIds(pid, () => ended) };
}

function processIds(pid: number | undefined, hasEnded: () => boolean) {
  return {
    signal: (signal: NodeJS.Signals): void => {
      if (pid === undefined || hasEnded()) return;
      try {
        process.kill(-pid, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    },
  };
}
