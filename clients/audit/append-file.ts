import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file of lines that only grows. One call at a time. */
interface AppendFile {
  /** Adds whole lines. Resolves when they would survive a loss of power. */
  append(lines: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file for appending; it and its folder are made where they are missing. */
export async function openAppendFile(path: string): Promise<AppendFile> {
  let opened: FileHandle | undefined = await openFile(path);

  const discard = async (): Promise<void> => {
    const handle = opened;
    opened = undefined;
    await handle?.close();
  };

  return {
    async append(lines) {
      try {
        // A rotation renames the file: what is written from then on belongs into a new one.
        if (opened && !(await isAt(path, opened))) await discard();
        opened ??= await openFile(path);
        await opened.appendFile((await endsWithinLine(opened)) ? `\n${lines}` : lines);
        await opened.datasync();
      } catch (error) {
        // After a failed sync the system forgets what it could not write: only a new handle tells the truth.
        await discard().catch(() => undefined);
        throw error;
      }
    },
    close: discard,
  };
}

async function openFile(path: string): Promise<FileHandle> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const handle = await open(path, 'a+', 0o640);
  try {
    await syncFolder(folder);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Without this a loss of power could take the name of a new file away. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isAt(path: string, handle: FileHandle): Promise<boolean> {
  const own = await handle.stat();
  const there = await stat(path).catch(() => undefined);
  return there?.ino === own.ino && there.dev === own.dev;
}

/** Whether a crash or a full disk cut the last line short: the next one must not be glued to it. */
async function endsWithinLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}
