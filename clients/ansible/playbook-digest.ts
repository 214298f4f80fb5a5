import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, readlink, realpath } from 'node:fs/promises';
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
const maxFileBytes = 64 * 1024 * 1024;

/** Where variables stand, secret ones among them: these are looked at from outside only. */
const sealedFolders = new Set(['vars', 'group_vars', 'host_vars']);
const sealedNames = /vault|secret|password|credential/i;

/**
 * What tells the files of a playbook from any others: the playbook and its undo, everything else below their folders, and
 * the inventory; hidden files are left out. Files in which secrets may stand count by their name and size and are never
 * opened, and neither is the vault's password file. Links count by where they lead.
 *
 * @throws PlaybookUnreadableError where a file cannot be read, or there are too many of them.
 */
export async function playbookDigest(playbook: PlaybookDefinition): Promise<string> {
  try {
    return await digestOf(playbook);
  } catch (error) {
    if (error instanceof PlaybookUnreadableError) throw error;
    const message = `the files of the playbook cannot be read: ${(error as Error).message}`;
    throw new PlaybookUnreadableError(message, { cause: error });
  }
}

async function digestOf({ file, undo, inventory, vaultPasswordFile }: PlaybookDefinition): Promise<string> {
  const files = [file, ...(undo === null ? [] : [undo])];
  const places = [...files.map(dirname), ...(inventory === null ? [] : [inventory])];
  const password = vaultPasswordFile && (await realpath(vaultPasswordFile).catch(() => null));
  const hash = createHash('sha256');
  // These are no secrets, whatever they are called.
  for (const path of files) hash.update(`${await contentOf(await realpath(path))}\0`);
  let count = 0;
  for (const place of new Set(await Promise.all(places.map((path) => realpath(path))))) {
    for await (const path of filesBelow(place)) {
      count += 1;
      if (count > maxFiles)
        throw new PlaybookUnreadableError(
          `there are more than ${maxFiles} files below ${place}: keep playbooks in a folder of their own`,
        );
      const name = relative(dirname(place), path);
      hash.update(`${relative(place, path)}\0${await looksOf(path, path === password || isSealed(name))}\0`);
    }
  }
  return hash.digest('hex').slice(0, 32);
}

/** A file itself, or every file of a folder and those within it, in an order of their own. Links are not followed. */
async function* filesBelow(path: string): AsyncGenerator<string> {
  if (!(await lstat(path)).isDirectory()) return yield path;
  const names = (await readdir(path)).filter((name) => !name.startsWith('.'));
  for (const name of names.toSorted()) yield* filesBelow(join(path, name));
}

/** @param name the path from the folder that the playbook's folder lies in. */
function isSealed(name: string): boolean {
  const parts = name.split('/');
  return sealedNames.test(parts.at(-1) ?? '') || parts.slice(1).some((part) => sealedFolders.has(part));
}

async function looksOf(path: string, isSecret: boolean): Promise<string> {
  const file = await lstat(path);
  if (file.isSymbolicLink()) return `to ${await readlink(path)}`;
  return isSecret || !file.isFile() ? `${file.size} bytes` : contentOf(path);
}

async function contentOf(path: string): Promise<string> {
  // Whatever it has become meanwhile: no link is followed, and nothing waits.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const hash = createHash('sha256');
    if ((await file.stat()).size > maxFileBytes)
      throw new PlaybookUnreadableError(`${path} is too large for a playbook: keep it elsewhere`);
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}
