import { execFileSync } from 'node:child_process';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { aScratchFolder } from '../scratch.ts';

/** A disk without room for another byte, until somebody makes some. */
interface FullDisk {
  /** A path on it. */
  readonly file: string;
  readonly makeRoom: () => Promise<void>;
}

/** A small file system of its own where the tests may mount one; elsewhere a file that the system calls full. */
export async function aFullDisk(): Promise<FullDisk> {
  const folder = await aScratchFolder();
  const file = join(folder, 'audit.jsonl');
  if (!mountsTmpfs(folder)) {
    await symlink('/dev/full', file);
    return { file, makeRoom: () => rm(file) };
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const filler = join(folder, 'filler');
  await writeFile(file, '');
  // One page is left: a longer text is written in part before the disk is full.
  await writeFile(filler, Buffer.alloc(64 * 1024 - 4 * 1024));
  return { file, makeRoom: () => rm(filler) };
}

function mountsTmpfs(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
