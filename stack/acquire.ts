import type { Progress } from './progress.ts';
import { silent } from './progress.ts';
import type { Environment, Installation, Provider, RunningComponent } from './provider.ts';

/** Finds a component, and obtains it when it is neither given, nor on the PATH, nor in the cache. */
export async function acquire<Options, Running extends RunningComponent>(
  provider: Provider<Options, Running>,
  progress: Progress = silent,
  env: Environment = process.env,
): Promise<Installation> {
  return (await provider.find(env)) ?? (await provider.obtain({ env, progress }));
}
