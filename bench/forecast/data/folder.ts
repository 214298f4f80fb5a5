import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the data sets are: chosen by the environment, or beside the project. */
export function dataFolder(env: NodeJS.ProcessEnv): string {
  return env['NIGHTSHIFT_FORECAST_DATA'] ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data');
}

/** The first of some files or folders that is there; an error says where the public original is. */
export async function firstThere(paths: readonly string[], original: string): Promise<string> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  throw new Error(
    `There is no ${paths.join(' nor ')}. Set NIGHTSHIFT_FORECAST_DATA to a folder with it; the public original is ${original}`,
  );
}
