import type { Progress } from './progress.ts';
import { silent } from './progress.ts';
import type { Environment, Installation, Program } from './provider.ts';

/** Finds a component or program, and obtains it when it is neither given, nor on the PATH, nor in the cache. */
export async function acquire(
  program: Program,
  progress: Progress = silent,
  env: Environment = process.env,
): Promise<Installation> {
  return (await program.find(env)) ?? (await program.obtain({ env, progress }));
}
