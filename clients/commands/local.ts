import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandLine } from '../../model/service.ts';
import type { CommandOptions, CommandOutcome } from './command.ts';
import { defaultOutputBytes, graceMs, lastWordsMs, notStarted } from './command.ts';
import { TailBuffer } from './tail-buffer.ts';

/**
 * Runs a program of this machine with its arguments, without any shell. It gets no input, and at the end of its time
 * SIGTERM, then SIGKILL. Never rejects: how it went is in the outcome.
 */
export async function runCommand(command: CommandLine, options: CommandOptions): Promise<CommandOutcome> {
  try {
    return await run(command, options);
  } catch (error) {
    return notStarted(String(error));
  }
}

async function run([program, ...args]: CommandLine, options: CommandOptions): Promise<CommandOutcome> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: false });
  const output = new TailBuffer(options.maxOutputBytes ?? defaultOutputBytes);
  child.stdout.on('data', options.onOutput ?? ((chunk: Buffer) => output.add(chunk)));
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
