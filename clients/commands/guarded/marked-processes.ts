import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { graceMs } from '../command.ts';
import { markVariable } from './guard-order.ts';

const lookEveryMs = 50;

/**
 * Ends everything that carries a mark: SIGTERM, then SIGKILL. Process groups would not do, because Ansible's workers
 * leave that of their parent.
 */
export async function endMarked(mark: string): Promise<void> {
  signalAll(await marked(mark), 'SIGTERM');
  if (await areGone(mark, graceMs)) return;
  const deadline = Date.now() + graceMs;
  do signalAll(await marked(mark), 'SIGKILL');
  while (!(await areGone(mark, lookEveryMs)) && Date.now() < deadline);
}

async function areGone(mark: string, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while ((await marked(mark)).length > 0) {
    if (Date.now() >= deadline) return false;
    await sleep(lookEveryMs);
  }
  return true;
}

/** Linux alone shows the environment of processes; elsewhere there are none. */
async function marked(mark: string): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((pid) => isMarked(pid, mark)));
  return found.flat();
}

async function isMarked(pid: string, mark: string): Promise<readonly number[]> {
  // Who has ended meanwhile, or belongs to somebody else, shows nothing.
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  return environment.split('\0').includes(`${markVariable}=${mark}`) ? [Number(pid)] : [];
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}
