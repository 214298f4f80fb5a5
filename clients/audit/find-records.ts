import type { FileHandle } from 'node:fs/promises';
import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ActionRecord } from '../../model/audit.ts';
import { actionRecordKinds } from '../../model/audit.ts';

/** How long a rotated file is still searched: longer than any repair is tried again. */
const rotatedWithinMs = 7 * 24 * 60 * 60 * 1_000;

/** Endings of files that are no text any more. */
const compressed = /\.(?:gz|bz2|xz|zst|lz4)$/;

interface LogFile {
  readonly handle: FileHandle;
  readonly ino: number;
  readonly mtimeMs: number;
}

/**
 * The records that frame one side effect, oldest first, out of a log and of what was rotated away from it
 * in the last seven days, unless that has been compressed. Lines that cannot be read are passed over.
 */
export async function findRecords(file: string, key: string): Promise<readonly ActionRecord[]> {
  await using opened = new AsyncDisposableStack();
  const openIfThere = async (path: string): Promise<readonly LogFile[]> => {
    const handle = await unlessMissing(() => open(path, 'r'));
    if (!handle) return [];
    opened.use(handle);
    const { ino, mtimeMs } = await handle.stat();
    return [{ handle, ino, mtimeMs }];
  };
  // The log first: renamed a moment later it is read all the same, and known again by its inode.
  const log = await openIfThere(file);
  const older: LogFile[] = [];
  for (const path of await rotatedFrom(file)) older.push(...(await openIfThere(path)));
  const since = Date.now() - rotatedWithinMs;
  const recent = older.filter(({ ino, mtimeMs }) => mtimeMs > since && log.every((current) => current.ino !== ino));
  const inOrder = [...recent.toSorted((one, other) => one.mtimeMs - other.mtimeMs), ...log];
  const found: ActionRecord[] = [];
  for (const { handle } of inOrder) found.push(...(await recordsIn(handle, key)));
  return found;
}

/** `audit.jsonl.1`, `audit.jsonl-20260101` and whatever else a rotation calls them. */
async function rotatedFrom(file: string): Promise<readonly string[]> {
  const [folder, name] = [dirname(file), basename(file)];
  const entries = (await unlessMissing(() => readdir(folder, { withFileTypes: true }))) ?? [];
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const rotated = names.filter((other) => other.startsWith(name) && other !== name && !compressed.test(other));
  return rotated.map((other) => join(folder, other));
}

async function recordsIn(handle: FileHandle, key: string): Promise<readonly ActionRecord[]> {
  const found: ActionRecord[] = [];
  const mark = JSON.stringify(key);
  for await (const line of handle.readLines({ autoClose: false })) {
    const record = line.includes(mark) ? read(line) : undefined;
    if (record?.key === key) found.push(record);
  }
  return found;
}

/** Undefined for other records, and for a line that a crash cut short. */
function read(line: string): ActionRecord | undefined {
  try {
    const record = JSON.parse(line) as ActionRecord | null;
    return actionRecordKinds.some((kind) => kind === record?.kind) ? (record ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
