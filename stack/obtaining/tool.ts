import { StackError } from '../errors.ts';
import type { Environment } from '../provider.ts';
import { runToEnd } from '../running/run-to-end.ts';
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
  return runToEnd({ ...options, name: tool, failsAs: 'build-failed', command, args });
}
