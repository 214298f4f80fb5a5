import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { noRoomIn, prepareFolder } from './evidence-folder.ts';

/** A list that grows while something is done, too long for a history or a report. */
export interface EvidenceList {
  /** By what people find it: the name of its file. */
  readonly id: string;
  readonly add: (entry: object) => void;
  /** Resolves when everything is on the disk. */
  readonly close: () => Promise<void>;
}

/** Where evidence is kept. */
export interface EvidenceStore {
  /**
   * Begins a list; what is about to be recorded must not happen where this fails.
   *
   * @param about what the list is about: its first line.
   * @param name a list of the same name is replaced; a new name unless given.
   * @throws EvidenceUnavailableError
   */
  readonly begin: (about: object, name?: string) => Promise<EvidenceList>;
}

/** Keeps each list in a file of its own, one JSON object a line; lists that are too old go when the next one begins. */
export function createEvidenceFiles(folder: string, keepMs: number): EvidenceStore {
  return {
    async begin(about, name) {
      try {
        await prepareFolder(folder, keepMs);
        return await openList(folder, about, name);
      } catch (error) {
        throw noRoomIn(folder, error);
      }
    },
  };
}

async function openList(folder: string, about: object, name: string | undefined): Promise<EvidenceList> {
  const at = new Date().toISOString();
  const id = `${name ?? `${at.replaceAll(':', '-')}-${randomUUID().slice(0, 8)}`}.jsonl`;
  const file = createWriteStream(join(folder, id), {
    flags: name === undefined ? 'wx' : 'w',
    mode: 0o600,
    flush: true,
  });
  await once(file, 'open');
  // A disk that fills up meanwhile is heard of at the end; what was done is told all the same.
  file.on('error', () => undefined);
  const add = (entry: object): void => void file.write(`${JSON.stringify(entry)}\n`);
  add({ at, ...about });
  return {
    id,
    add,
    async close() {
      file.end();
      await finished(file);
    },
  };
}
