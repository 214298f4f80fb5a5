import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is removed when the test is over. */
export async function aScratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A file of its own folder that is removed when the test is over. */
export async function aScratchFile(content: string | Buffer): Promise<string> {
  const path = join(await aScratchFolder(), 'content');
  await writeFile(path, content);
  return path;
}
