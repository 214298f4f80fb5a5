import { open } from 'node:fs/promises';

/**
 * Reads the end of a file, and no more than that whatever its size. A file that cannot be read gives
 * a line that says why, because a missing log is itself a finding.
 */
export async function readTail(
  path: string,
  maxBytes: number,
): Promise<{ readonly text: string; readonly truncated: boolean }> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, maxBytes);
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await file.read(buffer, 0, length, size - length);
      return { text: buffer.subarray(0, bytesRead).toString('utf8'), truncated: size > length };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    return { text: `(the log file cannot be read: ${code})`, truncated: false };
  }
}
