import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reasonOf, StackError } from '../errors.ts';
import type { Environment } from '../provider.ts';
import { runTool } from './tool.ts';

/** How long the first byte and the whole of a download may take. */
interface DownloadTimes {
  readonly connectMs?: number;
  readonly totalMs?: number;
}

/** Downloads a .tar.gz archive and unpacks it into a folder. */
export async function fetchArchive(
  url: string,
  folder: string,
  env: Environment,
  times: DownloadTimes = {},
): Promise<void> {
  const file = join(folder, 'archive.tar.gz');
  try {
    await download(url, file, times);
    await runTool('tar', ['-xzf', file, '-C', folder, '--no-same-owner'], { env });
  } catch (error) {
    throw new StackError('download-failed', `${url}: ${causeOf(error)}`, { cause: error });
  } finally {
    await rm(file, { force: true });
  }
}

async function download(url: string, file: string, { connectMs = 5_000, totalMs = 600_000 }: DownloadTimes) {
  // Where the internet is closed, connections often hang instead of failing; another way must get its turn soon.
  const connecting = new AbortController();
  const timer = setTimeout(() => connecting.abort(new Error(`no answer within ${connectMs} ms`)), connectMs);
  const signal = AbortSignal.any([connecting.signal, AbortSignal.timeout(totalMs)]);
  const response = await fetch(url, { signal }).finally(() => clearTimeout(timer));
  if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause ? ` (${reasonOf(error.cause)})` : '';
  return `${reasonOf(error)}${cause}`;
}
