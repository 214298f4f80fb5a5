import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../provider.ts';

/** One version of one component in the cache. */
export interface CacheEntry {
  readonly component: string;
  readonly version: string;
  /** Counts up when the same version is obtained in another way, so that what an older recipe made is not used again. */
  readonly recipe: number;
  /** The executable that makes the entry usable, relative to its folder. */
  readonly executable: string;
}

/** The folder outside the repository that holds whatever was downloaded or built. */
export function cacheRoot(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const chosen = env['NIGHTSHIFT_CACHE'];
  if (chosen) return chosen;
  const home = env['HOME'] ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'nightshift');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'nightshift');
}

/** The folder of one entry; machines of different kinds may share a cache. */
export function cacheFolder(env: Environment, { component, version, recipe }: CacheEntry): string {
  return join(cacheRoot(env), component, `${version}-r${recipe}-${process.platform}-${process.arch}`);
}

/** The executable of one entry, whether it exists yet or not. */
export function cachedExecutable(env: Environment, entry: CacheEntry): string {
  return join(cacheFolder(env, entry), entry.executable);
}
