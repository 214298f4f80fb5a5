import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noRoomIn, prepareFolder } from './evidence-folder.ts';

/** Where things that people look at are kept, for as long as other evidence. */
export interface ShownFiles {
  /**
   * Keeps one and answers by what people find it; the same one kept twice is one.
   *
   * @throws EvidenceUnavailableError
   */
  keep(text: string): Promise<string>;
  /** The one of this name; null where there is none, or the name is of something else. */
  read(id: string): Promise<string | null>;
}

/** What is kept, with the ending that it has. */
const endings = { forecast: 'svg', review: 'html' } as const;

/** Keeps pictures of forecasts, or post-incident reports, in the folder of the evidence, for nobody else to read. */
export function createShownFiles(kind: keyof typeof endings, folder: string, keepMs: number): ShownFiles {
  const pattern = new RegExp(`^${kind}-[0-9a-f]{32}\\.${endings[kind]}$`);
  return {
    async keep(text) {
      const id = `${kind}-${createHash('sha256').update(text).digest('hex').slice(0, 32)}.${endings[kind]}`;
      // Whoever reads it meanwhile sees all of it or none.
      const draft = join(folder, `.${id}-${randomUUID()}`);
      try {
        await prepareFolder(folder, keepMs);
        await writeFile(draft, text, { mode: 0o600, flag: 'wx', flush: true });
        await rename(draft, join(folder, id));
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        throw noRoomIn(folder, error);
      }
      return id;
    },
    async read(id) {
      if (!pattern.test(id)) return null;
      return readFile(join(folder, id), 'utf8').catch(() => null);
    },
  };
}
