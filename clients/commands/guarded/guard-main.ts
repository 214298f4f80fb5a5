import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardOrder } from './guard-order.ts';
import { guardExits, markVariable } from './guard-order.ts';
import { endMarked } from './marked-processes.ts';

// A process of its own, started by run-guarded.ts. It runs one command, and ends it when its time is over, when it is
// asked to, and when whoever waits for the command is gone, however that ended.

const told = Promise.withResolvers<GuardOrder>();
const unwanted = Promise.withResolvers<void>();

const input = createInterface({ input: process.stdin });
input.once('line', (line) => told.resolve(JSON.parse(line) as GuardOrder));
input.once('close', () => unwanted.resolve());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => unwanted.resolve());
// Nobody may be left to read what is said.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const order = await Promise.race([told.promise, unwanted.promise]);
process.exit(order ? await carryOut(order) : guardExits.killed);

async function carryOut({ command, env, cwd, folder, mark, endsAtMs }: GuardOrder): Promise<number> {
  try {
    const [program, ...args] = command;
    const child = spawn(program, args, {
      cwd,
      env: { ...env, [markVariable]: mark },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const ended = new Promise<number>((resolve) => {
      child.once('exit', (code) => resolve(code ?? guardExits.killed));
      child.once('error', (error) => {
        process.stderr.write(`${error.message}\n`, () => resolve(guardExits.notStarted));
      });
    });
    const late = sleepUntil(endsAtMs).then(() => guardExits.timedOut);
    const stopped = unwanted.promise.then(() => guardExits.killed);
    const code = await Promise.race([ended, late, stopped]);
    if (child.exitCode === null && child.signalCode === null) await endMarked(mark);
    return code;
  } finally {
    // Whoever waits for the command removes what is left.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** By the clock on the wall, looked at now and then: timers stand still while a machine sleeps. */
async function sleepUntil(timeMs: number): Promise<void> {
  for (let leftMs = timeMs - Date.now(); leftMs > 0; leftMs = timeMs - Date.now()) await sleep(Math.min(leftMs, 1_000));
}
