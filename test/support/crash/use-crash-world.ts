import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { CrashWorld } from './world.ts';
import { bundleForCrashes, openCrashWorld } from './world.ts';

/** Opens a world before the tests of a file and closes it behind them. */
export function useCrashWorld(entry?: string): () => CrashWorld {
  let world: CrashWorld | undefined;
  let folder: string | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightshift-bundle-'));
    world = await openCrashWorld(await bundleForCrashes(folder, entry));
  });
  afterAll(async () => {
    await world?.close();
    if (folder) await rm(folder, { recursive: true });
  });
  return () => {
    if (!world) throw new Error('the world is opened before the tests, not before the file');
    return world;
  };
}
