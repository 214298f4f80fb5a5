import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Target } from '../model/target.ts';
import { serviceTarget } from '../model/target.ts';
import { freePort } from '../stack/running/free-port.ts';

const run = promisify(execFile);
const source = (name: string): string => fileURLToPath(new URL(`./service/${name}`, import.meta.url));

/** One small real HTTP service with a pid file, a log and a manager that can restart it. */
export interface DemoService {
  readonly name: string;
  /** How Nightshift knows it. */
  readonly target: Target;
  readonly port: number;
  readonly logFile: string;
  /** The argument array that asks its manager for something. */
  command(verb: 'status' | 'restart'): readonly [string, ...string[]];
  start(): Promise<void>;
  /** Kills it the way a crash does. */
  kill(): Promise<void>;
  /** Takes its program away, so that no restart can help. */
  loseProgram(): Promise<void>;
  /** How often somebody asked its manager to restart it successfully, the first start not counted. */
  restarts(): Promise<number>;
}

/** Puts a service's files into a folder of its own. It does not run yet. */
export async function createDemoService(name: string, parentFolder: string): Promise<DemoService> {
  const folder = join(parentFolder, name);
  await mkdir(folder, { recursive: true });
  await copyFile(source('server.ts'), join(folder, 'server.ts'));
  const port = await freePort();
  const command: DemoService['command'] = (verb) => [
    process.execPath,
    source('control.ts'),
    verb,
    folder,
    String(port),
    String(process.pid),
  ];
  const ask = async (verb: 'restart'): Promise<void> => {
    const [program, ...args] = command(verb);
    await run(program, args);
  };
  const lines = async (file: string): Promise<number> =>
    (await readFile(join(folder, file), 'utf8').catch(() => '')).split('\n').filter(Boolean).length;

  return {
    name,
    target: serviceTarget({ host: 'localhost', name }),
    port,
    logFile: join(folder, 'service.log'),
    command,
    async start() {
      await ask('restart');
      await rm(join(folder, 'restarts'));
    },
    async kill() {
      process.kill(Number(await readFile(join(folder, 'service.pid'), 'utf8')), 'SIGKILL');
    },
    loseProgram: () => rm(join(folder, 'server.ts')),
    restarts: () => lines('restarts'),
  };
}
