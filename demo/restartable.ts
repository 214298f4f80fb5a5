import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../stack/running/child-process.ts';
import { temporal } from '../stack/components/temporal.ts';
import type { Installation } from '../stack/provider.ts';
import { answersHttp } from '../stack/running/ready.ts';
import type { Restartable } from '../stack/restartable.ts';
import { restartable } from '../stack/restartable.ts';

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
    /** Arguments of Node.js itself. */
    readonly nodeArguments?: readonly string[];
  },
): Promise<Restartable> {
  const args = [...(options.nodeArguments ?? []), cli, '--config', options.configFile, role];
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
