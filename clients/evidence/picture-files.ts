import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noRoomIn, prepareFolder } from './evidence-folder.ts';

/** Where pictures of forecasts are kept, for as long as other evidence. */
export interface PictureStore {
  /**
   * Keeps a picture and answers by what people find it; the same picture kept twice is one.
   *
   * @throws EvidenceUnavailableError
   */
  keep(svg: string): Promise<string>;
  /** The picture of this name; null where there is none, or what is asked for is no picture. */
  read(id: string): Promise<string | null>;
}

const pictureId = /^forecast-[0-9a-f]{32}\.svg$/;

/** Keeps pictures in the folder of the evidence, for nobody else to read. */
export function createPictureFiles(folder: string, keepMs: number): PictureStore {
  return {
    async keep(svg) {
      const id = `forecast-${createHash('sha256').update(svg).digest('hex').slice(0, 32)}.svg`;
      // Whoever reads it meanwhile sees the whole picture or none.
      const draft = join(folder, `.${id}-${randomUUID()}`);
      try {
        await prepareFolder(folder, keepMs);
        await writeFile(draft, svg, { mode: 0o600, flag: 'wx', flush: true });
        await rename(draft, join(folder, id));
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        throw noRoomIn(folder, error);
      }
      return id;
    },
    async read(id) {
      if (!pictureId.test(id)) return null;
      return readFile(join(folder, id), 'utf8').catch(() => null);
    },
  };
}
