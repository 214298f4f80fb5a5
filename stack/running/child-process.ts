import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, StackError } from '../errors.ts';
import type { OutputOptions } from './output.ts';
import { openOutput } from './output.ts';
import type { ChildExit, Command, Surroundings, WatchedProcess } from './watched-process.ts';
import { spawnWatched } from './watched-process.ts';

/** A long-running command and the sign that it is ready. */
export interface ChildCommand extends Command, OutputOptions {
  readonly name: string;
  /** Asked again and again until it says yes; a rejection counts as no. */
  readonly ready: () => Promise<boolean>;
  readonly deadlineMs?: number;
  /** How long `stop` waits after SIGTERM before it sends SIGKILL. */
  readonly graceMs?: number;
  /** Where it runs; this machine itself unless given. */
  readonly surroundings?: Surroundings;
}

/** A process that was started here and is ready. */
export interface StartedChild {
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly stop: () => Promise<void>;
}

const retryMs = 50;

const portTaken = /address (?:already )?in use|EADDRINUSE|BindException/i;

/** Starts a process and resolves once it is ready; a failure carries the last lines it printed. */
export async function startChild(command: ChildCommand): Promise<StartedChild> {
  const { name, ready, deadlineMs = 30_000, graceMs = 5_000 } = command;
  const running = await spawnOrExplain(command);
  const output = openOutput(command);
  output.from(running.child.stdout);
  output.from(running.child.stderr);
  void running.drained.then(output.close);

  const stop = stopOnce(running, graceMs);
  const waiting = new AbortController();
  const outcome = await Promise.race([
    pollUntilReady(ready, waiting.signal).then(() => 'ready' as const),
    running.exited,
    sleep(deadlineMs, 'late' as const, { signal: waiting.signal }),
  ]);
  waiting.abort();

  if (outcome === 'late') {
    await stop();
    throw failure(name, `took longer than ${deadlineMs} ms`, output.lastWords());
  }
  // Something else on this machine may have answered in place of a process that has ended.
  if (outcome !== 'ready' || running.hasEnded()) {
    const exit = await running.exited;
    await running.drained;
    throw failure(name, describeExit(exit), output.lastWords());
  }
  return { pid: running.child.pid ?? 0, exited: running.exited, kill: running.signal, stop };
}

async function spawnOrExplain(command: ChildCommand): Promise<WatchedProcess> {
  try {
    return await spawnWatched(command.surroundings?.enter(command) ?? command);
  } catch (error) {
    throw new StackError('failed-to-start', `${command.name} cannot be executed: ${reasonOf(error)}`, { cause: error });
  }
}

function stopOnce(process: WatchedProcess, graceMs: number): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    process.signal('SIGTERM');
    // A process that a test has suspended would otherwise sit out the whole grace time.
    process.signal('SIGCONT');
    await Promise.race([process.exited, sleep(graceMs, undefined, { ref: false })]);
    process.signal('SIGKILL');
    await process.exited;
  };
  return () => (stopping ??= stop());
}

async function pollUntilReady(ready: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (await ready().catch(() => false)) return;
    await sleep(retryMs);
  }
}

function failure(name: string, happening: string, lastWords: string): StackError {
  return new StackError(
    portTaken.test(lastWords) ? 'port-taken' : 'failed-to-start',
    `${name} ${happening} before it was ready. Its last words:\n${lastWords}`,
  );
}

function describeExit({ code, signal }: ChildExit): string {
  return signal ? `was ended by ${signal}` : `ended with ${code}`;
}
