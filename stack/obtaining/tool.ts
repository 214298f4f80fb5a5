import { reasonOf, StackError } from '../errors.ts';
import type { Environment } from '../provider.ts';
import { openOutput } from '../running/output.ts';
import { spawnWatched } from '../running/watched-process.ts';
import { findOnPath } from './find.ts';

/** The surroundings of one run of a tool. */
interface ToolOptions {
  readonly env: Environment;
  readonly cwd?: string;
}

/** Runs a build tool to its end and returns what it printed to standard output. */
export async function runTool(tool: string, args: readonly string[], options: ToolOptions): Promise<string> {
  const command = await findOnPath(options.env, tool);
  if (!command) throw new StackError('component-missing', `${tool} is not on the PATH`);

  const output = openOutput({});
  const { child, exited, drained } = await spawnWatched({ ...options, command, args }).catch((error: unknown) => {
    throw new StackError('build-failed', `${tool} cannot be executed: ${reasonOf(error)}`, { cause: error });
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  output.from(child.stdout);
  output.from(child.stderr);

  const { code, signal } = await exited;
  await drained;
  if (code === 0) return Buffer.concat(printed).toString();
  const end = signal ?? `code ${code}`;
  throw new StackError('build-failed', `${tool} ${args.join(' ')} ended with ${end}:\n${output.lastWords()}`);
}
