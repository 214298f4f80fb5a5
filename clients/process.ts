import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandLine } from '../model/service.ts';

interface CommandOptions {
  readonly timeoutMs: number;
  /** Bytes of output that are kept; the newest win. */
  readonly maxOutputBytes?: number;
}

export interface CommandOutcome {
  /** Null when it was ended from outside or for taking too long, or could not be started. */
  readonly exitCode: number | null;
  /** The end of standard output and standard error together. Not masked. */
  readonly output: string;
  readonly truncated: boolean;
  /** Why there is no exit code. */
  readonly problem: CommandProblem | null;
}

export type CommandProblem = 'timed-out' | 'not-started' | 'killed';

const defaultOutputBytes = 32 * 1024;
const graceMs = 2_000;
/** How long output that was written before the end may take to arrive. */
const lastWordsMs = 200;

/**
 * Runs a program with its arguments, without any shell. It gets no input, and at the end of its time
 * SIGTERM, then SIGKILL. Never rejects: how it went is in the outcome.
 */
export async function runCommand(command: CommandLine, options: CommandOptions): Promise<CommandOutcome> {
  try {
    return await run(command, options);
  } catch (error) {
    return { exitCode: null, output: String(error), truncated: false, problem: 'not-started' };
  }
}

async function run([program, ...args]: CommandLine, options: CommandOptions): Promise<CommandOutcome> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: false });
  const output = new TailBuffer(options.maxOutputBytes ?? defaultOutputBytes);
  child.stdout.on('data', (chunk: Buffer) => output.add(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.add(chunk));
  const closed = once(child, 'close');
  // A program that cannot be started rejects this and the wait for `exit`; one of the two is heard below.
  closed.catch(() => undefined);

  let timedOut = false;
  const deadline = setTimeout(() => {
    timedOut = true;
    child.kill('SIGTERM');
  }, options.timeoutMs);
  const lastResort = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs + graceMs);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    // Not `close` alone: a restarted service may keep the pipes of the command that started it open.
    await Promise.race([closed, sleep(lastWordsMs, undefined, { ref: false })]);
    const problem = timedOut ? 'timed-out' : code === null ? 'killed' : null;
    return { exitCode: timedOut ? null : code, output: output.text(), truncated: output.truncated, problem };
  } finally {
    clearTimeout(deadline);
    clearTimeout(lastResort);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** Keeps the newest bytes of a stream, never more than twice its size in memory. */
class TailBuffer {
  truncated = false;
  private chunks: Buffer[] = [];
  private size = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size > 2 * this.limit) this.shrink();
  }

  text(): string {
    this.shrink();
    return Buffer.concat(this.chunks).toString('utf8');
  }

  private shrink(): void {
    if (this.size <= this.limit) return;
    this.chunks = [Buffer.concat(this.chunks).subarray(-this.limit)];
    this.size = this.limit;
    this.truncated = true;
  }
}
