import { readFile } from 'node:fs/promises';

/** How much memory a process holds; null where the system does not tell, or the process is gone. */
export async function residentBytesOf(pid: number): Promise<number | null> {
  // Only Linux has it. Elsewhere the limit of the heap is the only one.
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
}
