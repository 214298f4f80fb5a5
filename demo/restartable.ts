import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../stack/running/child-process.ts';
import { temporal } from '../stack/components/temporal.ts';
import type { Installation } from '../stack/provider.ts';
import { answersHttp } from '../stack/running/ready.ts';

/** A process that may be stopped or killed, and started again where it was. */
export interface Restartable {
  /** Ends it the way a crash does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Starts it again, on the same port and the same data. */
  start(): Promise<void>;
  /** Has it sleep where it is, until it is woken. */
  pause(): void;
  wake(): void;
}

interface Stoppable {
  readonly exited: Promise<unknown> | undefined;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly stop: () => Promise<void>;
}

const cli = fileURLToPath(new URL('../cli/nightshift.ts', import.meta.url));

/** A Temporal server with its data in a file. */
export function restartableTemporal(
  program: Installation,
  { port, uiPort, folder }: { readonly port: number; readonly uiPort: number; readonly folder: string },
): Promise<Restartable> {
  const options = { port, uiPort, databaseFile: join(folder, 'temporal.db'), logFile: join(folder, 'temporal.log') };
  return restartable(() => temporal.start(program, options));
}

/** `nightshift trigger` or `nightshift worker`. */
export function restartableNightshift(
  role: 'trigger' | 'worker',
  options: {
    readonly folder: string;
    readonly configFile: string;
    readonly temporalAddress: string;
    readonly port: number;
  },
): Promise<Restartable> {
  const args = [cli, '--config', options.configFile, role];
  return restartableProgram(role, { ...options, args, env: { TEMPORAL_ADDRESS: options.temporalAddress } });
}

/** A program of Node.js that says by `/readyz` that it is ready. */
export function restartableProgram(
  name: string,
  options: {
    readonly folder: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly port: number;
  },
): Promise<Restartable> {
  return restartable(() =>
    startChild({
      name: `nightshift ${name}`,
      command: process.execPath,
      args: options.args,
      env: { ...process.env, ...options.env },
      logFile: join(options.folder, `${name}.log`),
      ready: () => answersHttp(`http://127.0.0.1:${options.port}/readyz`),
    }),
  );
}

async function restartable(begin: () => Promise<Stoppable>): Promise<Restartable> {
  let running = await begin();
  return {
    async kill() {
      running.kill('SIGKILL');
      await running.exited;
    },
    stop: () => running.stop(),
    async start() {
      running = await begin();
    },
    pause: () => running.kill('SIGSTOP'),
    wake: () => running.kill('SIGCONT'),
  };
}
