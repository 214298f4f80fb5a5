import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CommandOptions, CommandOutcome, CommandProblem } from '../command.ts';
import { defaultOutputBytes, graceMs, notStarted } from '../command.ts';
import { TailBuffer } from '../tail-buffer.ts';
import type { GuardOrder } from './guard-order.ts';
import { guardExits } from './guard-order.ts';
import { endMarked } from './marked-processes.ts';

export interface GuardedOptions extends CommandOptions {
  /** Ends the command, and all that it has started, when it aborts. */
  readonly signal?: AbortSignal;
}

/** A command with all that it may know of its surroundings. */
type GuardedCommand = Pick<GuardOrder, 'command' | 'env' | 'cwd' | 'folder'>;

/** A guard needs this long to end what does not end by itself. */
const lastResortMs = 3 * graceMs;
const lastOutputMs = 5_000;

const problems: Readonly<Record<number, CommandProblem>> = {
  [guardExits.timedOut]: 'timed-out',
  [guardExits.notStarted]: 'not-started',
  [guardExits.killed]: 'killed',
};

/**
 * Runs a program of this machine that must not run on unnoticed: a guard beside it ends it, and all that it has started,
 * when this process is gone, asleep beyond the command's time, or wants it to end. No shell, no input, and only the given
 * environment. Never rejects: how it went is in the outcome.
 */
export async function runGuarded(command: GuardedCommand, options: GuardedOptions): Promise<CommandOutcome> {
  try {
    return await run(command, options);
  } catch (error) {
    return notStarted(String(error));
  }
}

async function run(command: GuardedCommand, options: GuardedOptions): Promise<CommandOutcome> {
  const { timeoutMs, onOutput, signal } = options;
  // A group of its own: what is sent to this process by a terminal is not meant for the guard.
  const guard = spawn(process.execPath, [guardMain], {
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = new TailBuffer(options.maxOutputBytes ?? defaultOutputBytes);
  guard.stdout.on('data', onOutput ?? ((chunk: Buffer) => output.add(chunk)));
  guard.stderr.on('data', (chunk: Buffer) => output.add(chunk));
  const closed = once(guard, 'close');
  closed.catch(() => undefined);
  // A guard that could not be started says so below.
  guard.stdin.on('error', () => undefined);
  const order: GuardOrder = { ...command, mark: randomUUID(), endsAtMs: Date.now() + timeoutMs };
  guard.stdin.write(`${JSON.stringify(order)}\n`);

  const stop = (): void => void guard.kill('SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  const lastResort = setTimeout(() => guard.kill('SIGKILL'), timeoutMs + lastResortMs);
  try {
    const [code] = (await once(guard, 'exit')) as [number | null];
    // Whoever has ended the guard has left the command without one.
    if (code === null) await endMarked(order.mark);
    await Promise.race([closed, sleep(lastOutputMs, undefined, { ref: false })]);
    const problem = problems[code ?? guardExits.killed] ?? null;
    return { exitCode: problem ? null : code, output: output.text(), truncated: output.truncated, problem };
  } finally {
    clearTimeout(lastResort);
    signal?.removeEventListener('abort', stop);
    for (const stream of [guard.stdin, guard.stdout, guard.stderr]) stream.destroy();
  }
}

const guardMain = fileURLToPath(
  new URL(`guard-main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
);
