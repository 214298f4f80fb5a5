import { setTimeout as sleep } from 'node:timers/promises';
import type { ReaperMessage } from './reaper.ts';

// A process of its own, started by reaper.ts. It does nothing until its parent is gone, however that ended.

const graceMs = 3_000;
const watched = new Set<number>();

process.on('message', ({ watch, pid }: ReaperMessage) => {
  if (watch) watched.add(pid);
  else watched.delete(pid);
});

process.once('disconnect', () => {
  void reap().finally(() => process.exit(0));
});

// Whatever ends the parent may reach this process too, and it must live longer than the parent.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

async function reap(): Promise<void> {
  const dying = [...watched].filter((pid) => signalGroup(pid, 'SIGTERM'));
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && dying.some((pid) => signalGroup(pid, 0))) await sleep(50);
  for (const pid of dying) signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
