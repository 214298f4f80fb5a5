import { readFileSync } from 'node:fs';
import { vi } from 'vitest';
import type { CommandLine } from '../../model/service.ts';

/** A command that runs a JavaScript program with arguments. */
export function aProgram(source: string, ...args: readonly string[]): CommandLine {
  return [process.execPath, '-e', source, '--', ...args];
}

/** The process id that a program has written to a file. */
export async function pidIn(file: string): Promise<number> {
  return vi.waitFor(() => Number(/^\d+$/.exec(readFileSync(file, 'utf8'))?.[0] ?? failed(file)), { timeout: 10_000 });
}

/** Whether a process is there; one that has ended and only waits to be collected is not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\S+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function failed(file: string): never {
  throw new Error(`there is no process id in ${file} yet`);
}
