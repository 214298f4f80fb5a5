import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What one spell of load measured. */
export interface Spell {
  /** Milliseconds of each task, in the order in which they ended. */
  readonly latencies: readonly number[];
  /** From the first beginning to the last end. */
  readonly seconds: number;
}

/** Keeps a number of tasks under way for a while; those under way at its end are waited for, and count. */
export async function keepInFlight(inFlight: number, forMs: number, task: () => Promise<unknown>): Promise<Spell> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() - startedAt < forMs) latencies.push(await timed(task));
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return { latencies, seconds: (performance.now() - startedAt) / 1_000 };
}

/** Begins tasks at a steady pace, however long they take, and resolves when all of them have ended. */
export async function beginAtRate(perSecond: number, forMs: number, task: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  const begun: Promise<unknown>[] = [];
  for (let count = 0; ; count++) {
    const dueMs = (count * 1_000) / perSecond;
    if (dueMs >= forMs) break;
    await sleep(Math.max(0, startedAt + dueMs - performance.now()));
    begun.push(task());
  }
  await Promise.all(begun);
}

/** Milliseconds that a task takes. */
export async function timed(task: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
}

// Not fetch, which costs the sender twice as much: both share the machine with what is measured.
const connections = new Agent({ keepAlive: true });

/** Posts one webhook body, and rejects unless it was accepted. */
export function post(url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(url, { agent: connections, method: 'POST', headers }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`the door answered ${response.statusCode}`));
      });
    });
    sent.once('error', reject).end(body);
  });
}
