import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEvidenceFiles } from '../../../../clients/evidence/evidence-files.ts';
import { EvidenceUnavailableError } from '../../../../clients/evidence/evidence-folder.ts';
import { createShownFiles } from '../../../../clients/evidence/shown-files.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

const hour = 3_600_000;

it('keeps a picture for nobody else to read, and finds it again', async () => {
  const folder = join(await aScratchFolder(), 'evidence');
  const pictures = createShownFiles('forecast', folder, hour);

  const id = await pictures.keep('<svg/>');

  expect(id).toMatch(/^forecast-[0-9a-f]{32}\.svg$/);
  expect(await pictures.read(id)).toBe('<svg/>');
  expect((await stat(join(folder, id))).mode & 0o777).toBe(0o600);
});

it('keeps the same picture once, however many keep it, and leaves nothing else behind', async () => {
  const folder = await aScratchFolder();
  const pictures = createShownFiles('forecast', folder, hour);

  const ids = await Promise.all(Array.from({ length: 20 }, (_, nth) => pictures.keep(`<svg id="${nth % 2}"/>`)));

  expect((await readdir(folder)).toSorted()).toEqual([...new Set(ids)].toSorted());
  expect(new Set(ids).size).toBe(2);
});

it('removes pictures that are too old, as lists do', async () => {
  const folder = await aScratchFolder();
  const longAgo = new Date(Date.now() - 2 * hour);
  const pictures = createShownFiles('forecast', folder, hour);
  const old = await pictures.keep('<svg id="old"/>');
  await utimes(join(folder, old), longAgo, longAgo);

  const list = await createEvidenceFiles(folder, hour).begin({});
  await list.close();

  expect(await readdir(folder)).toEqual([list.id]);
});

it.each(['audit.jsonl', '../secret.svg', 'forecast-0a.svg', `forecast-${'0a'.repeat(16)}.svg/../../x`, ''])(
  'reads no %j',
  async (name) => {
    const folder = await aScratchFolder();
    await writeFile(join(folder, 'audit.jsonl'), 'secret');

    expect(await createShownFiles('forecast', folder, hour).read(name)).toBeNull();
    expect(await readFile(join(folder, 'audit.jsonl'), 'utf8')).toBe('secret');
  },
);

it('says where there is no place for pictures', async () => {
  const pictures = createShownFiles('forecast', '/dev/null/evidence', hour);

  await expect(pictures.keep('<svg/>')).rejects.toThrow(EvidenceUnavailableError);
});
