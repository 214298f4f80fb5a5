import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** There is no place for evidence. */
export class EvidenceUnavailableError extends Error {
  /** @param place where it was to be written, and what to do about it. */
  constructor(place: string, cause: unknown) {
    super(`evidence cannot be written to ${place}`, { cause });
    this.name = 'EvidenceUnavailableError';
  }
}

/** What is told where a folder takes nothing. */
export function noRoomIn(folder: string, cause: unknown): EvidenceUnavailableError {
  return new EvidenceUnavailableError(`${folder}: make room there, or name another folder under evidence`, cause);
}

/** What evidence is called: a folder may hold other things, such as the audit. */
const ownName =
  /^(?:(?:\d{4}-\d{2}-\d{2}T[\d.-]+Z-|logs-)[0-9a-f]{8,}\.jsonl|\.?forecast-[0-9a-f]{32}\.svg(?:-[0-9a-f-]{36})?)$/;

/** Makes the folder where there is none, for nobody else to read, and removes from it what is too old. */
export async function prepareFolder(folder: string, keepMs: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const before = Date.now() - keepMs;
  const names = await readdir(folder);
  const own = names.filter((name) => ownName.test(name)).map((name) => join(folder, name));
  for (const path of own) {
    const age = await stat(path).catch(() => null);
    if (age && age.mtimeMs < before) await rm(path, { force: true });
  }
}
