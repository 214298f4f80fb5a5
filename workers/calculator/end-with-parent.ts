import { isMainThread, Worker, workerData } from 'node:worker_threads';

const watchMs = 500;
const purpose = 'end-with-parent';

/**
 * Ends this process once the one that started it is gone. A calculation may hold the main thread for ever, which then
 * hears of nothing: a thread of its own looks.
 */
export function endWithParent(): void {
  new Worker(new URL(import.meta.url), {
    workerData: { purpose, parent: process.ppid },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
    execArgv: [],
  }).unref();
}

interface WatchOrder {
  readonly purpose: string;
  readonly parent: number;
}

const order = workerData as WatchOrder | null;
if (!isMainThread && order?.purpose === purpose) {
  setInterval(() => process.ppid !== order.parent && process.kill(process.pid, 'SIGKILL'), watchMs);
}
