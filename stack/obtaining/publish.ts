import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isExecutable } from './find.ts';
import type { LockOptions } from './lock.ts';
import { withLock } from './lock.ts';

/**
 * Fills a folder so that it is only ever seen complete: it is built beside its place and renamed into it. The lock saves
 * a second process the work; the rename alone already keeps two of them from mixing their files.
 */
export async function publishOnce(
  folder: string,
  executable: string,
  build: (temporary: string) => Promise<void>,
  lock: LockOptions = {},
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await withLock(`${folder}.lock`, lock, async () => {
    if (await isExecutable(join(folder, executable))) return;
    await rm(folder, { recursive: true, force: true });
    const temporary = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
    try {
      await build(temporary);
      await chmod(temporary, 0o755);
      await rename(temporary, folder).catch((error: unknown) => {
        if (!wonByAnother(error)) throw error;
      });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
}

function wonByAnother(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');
}
