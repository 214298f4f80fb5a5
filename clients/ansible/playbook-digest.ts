import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { PlaybookDefinition } from '../../model/playbook/playbook.ts';

/** A playbook of which nobody could say whether it is the one that was approved. */
export class PlaybookUnreadableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlaybookUnreadableError';
  }
}

const maxFiles = 2_000;
const maxFileBytes = 4 * 1024 * 1024;

/** Where variables stand, secret ones among them: these are looked at from outside only. */
const sealedFolders = new Set(['vars', 'group_vars', 'host_vars']);
const sealedNames = /vault|secret|password|credential/i;

/**
 * What tells the files of a playbook from any others: everything below its folder, that of its undo and its inventory,
 * hidden files left out. Files in which secrets may stand count by their name and size and are never opened; so are the
 * vault's password file and whatever is no regular file.
 *
 * @throws PlaybookUnreadableError where a file cannot be read, or there are too many of them.
 */
export async function playbookDigest(playbook: PlaybookDefinition): Promise<string> {
  const { file, undo, inventory, vaultPasswordFile } = playbook;
  const places = [dirname(file), ...(undo === null ? [] : [dirname(undo)]), ...(inventory === null ? [] : [inventory])];
  const hash = createHash('sha256');
  let count = 0;
  try {
    for (const place of new Set(places)) {
      for await (const path of filesBelow(place)) {
        count += 1;
        if (count > maxFiles)
          throw new PlaybookUnreadableError(
            `there are more than ${maxFiles} files below ${place}: give it its own folder`,
          );
        hash.update(`${relative(place, path)}\0${await contentOf(path, path === vaultPasswordFile)}\0`);
      }
    }
    // Also where the folder hides it.
    for (const path of [file, ...(undo === null ? [] : [undo])]) hash.update(`${await contentOf(path, false)}\0`);
  } catch (error) {
    if (error instanceof PlaybookUnreadableError) throw error;
    throw new PlaybookUnreadableError(`the files of the playbook cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return hash.digest('hex').slice(0, 32);
}

/** A file itself, or every file of a folder and those within it, in an order of their own. Links are not followed. */
async function* filesBelow(path: string): AsyncGenerator<string> {
  if (!(await lstat(path)).isDirectory()) return yield path;
  const names = (await readdir(path)).filter((name) => !name.startsWith('.'));
  for (const name of names.toSorted()) yield* filesBelow(join(path, name));
}

async function contentOf(path: string, isSecret: boolean): Promise<string> {
  const { size, mode } = await lstat(path);
  const parts = path.split('/');
  const isSealed = isSecret || sealedNames.test(parts.at(-1) ?? '') || parts.some((part) => sealedFolders.has(part));
  if (isSealed || (mode & constants.S_IFMT) !== constants.S_IFREG) return `${size} bytes`;
  if (size > maxFileBytes) throw new PlaybookUnreadableError(`${path} is too large for a playbook`);
  // Whatever it has become meanwhile: no link is followed, and nothing waits.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return createHash('sha256')
      .update(await file.readFile())
      .digest('hex');
  } finally {
    await file.close();
  }
}
