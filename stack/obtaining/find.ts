import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { StackError } from '../errors.ts';
import type { Environment, Installation } from '../provider.ts';
import type { CacheEntry } from './cache.ts';
import { cachedExecutable } from './cache.ts';

/** The places where a component may already be. */
interface KnownPlaces {
  /** The environment variable that may hold the address of a running one. */
  readonly addressVariable?: string;
  /** The environment variable that may hold the path of an executable. */
  readonly executableVariable?: string;
  /** The names under which its executable may lie on the PATH. */
  readonly commands: readonly string[];
  readonly cached: CacheEntry;
}

/** Says whether the path is a file that this user may execute. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The first executable of this name on the PATH. */
export async function findOnPath(env: Environment, command: string): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const candidate = join(folder, command);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

/** Looks for a component: environment first, then PATH, then cache. */
export async function findInstallation(env: Environment, places: KnownPlaces): Promise<Installation | undefined> {
  const address = places.addressVariable && env[places.addressVariable];
  if (address) return { kind: 'address', address };

  const given = places.executableVariable && (await givenExecutable(env, places.executableVariable));
  if (given) return given;

  for (const command of places.commands) {
    const path = await findOnPath(env, command);
    if (path) return { kind: 'executable', path };
  }

  const cached = cachedExecutable(env, places.cached);
  return (await isExecutable(cached)) ? { kind: 'executable', path: cached } : undefined;
}

async function givenExecutable(env: Environment, variable: string): Promise<Installation | undefined> {
  const path = env[variable];
  if (!path) return undefined;
  if (await isExecutable(path)) return { kind: 'executable', path };
  throw new StackError('component-missing', `${variable} names ${path}, which is not an executable file.`);
}
