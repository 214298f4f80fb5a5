import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a lock behaves; the times suit builds of minutes unless given. */
export interface LockOptions {
  /** Called once when another holder has to be waited for. */
  readonly onWait?: () => void;
  readonly refreshMs?: number;
  readonly staleAfterMs?: number;
  readonly retryMs?: number;
}

/**
 * Runs a task while holding a lock that other processes respect. A holder keeps its lock fresh, so one that crashed is
 * recognised by age; no process id is involved, because the cache may be shared between containers.
 */
export async function withLock<Result>(
  folder: string,
  { onWait, refreshMs = 2_000, staleAfterMs = 30_000, retryMs = 200 }: LockOptions,
  task: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await mkdir(folder);
      break;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    if (attempt === 0) onWait?.();
    if ((await ageOf(folder)) > staleAfterMs) await rm(folder, { recursive: true, force: true });
    else await sleep(retryMs);
  }
  const refresh = setInterval(() => {
    const now = new Date();
    utimes(folder, now, now).catch(() => {});
  }, refreshMs);
  try {
    return await task();
  } finally {
    clearInterval(refresh);
    await rm(folder, { recursive: true, force: true });
  }
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}

async function ageOf(folder: string): Promise<number> {
  try {
    return Date.now() - (await stat(folder)).mtimeMs;
  } catch {
    return 0;
  }
}
