import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEvidenceFiles } from '../../../../clients/evidence/evidence-files.ts';
import { EvidenceUnavailableError } from '../../../../clients/evidence/evidence-folder.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

const hour = 3_600_000;

it('keeps a list line by line, for nobody else to read', async () => {
  const folder = join(await aScratchFolder(), 'evidence');
  const list = await createEvidenceFiles(folder, hour).begin({ target: 'host/web-1' });

  list.add({ name: 'a\nb' });
  list.add({ name: 'c' });
  await list.close();

  const text = await readFile(join(folder, list.id), 'utf8');
  expect(text.split('\n')).toEqual([
    expect.stringMatching(/^\{"at":"\d{4}-.*Z","target":"host\/web-1"\}$/),
    '{"name":"a\\nb"}',
    '{"name":"c"}',
    '',
  ]);
  expect((await stat(join(folder, list.id))).mode & 0o777).toBe(0o600);
});

it('keeps lists that begin at the same moment apart', async () => {
  const store = createEvidenceFiles(await aScratchFolder(), hour);

  const lists = await Promise.all(Array.from({ length: 20 }, () => store.begin({})));
  await Promise.all(lists.map((list) => list.close()));

  expect(new Set(lists.map(({ id }) => id)).size).toBe(20);
});

it('removes lists that are too old, and nothing else', async () => {
  const folder = await aScratchFolder();
  const longAgo = new Date(Date.now() - 2 * hour);
  const old = ['2026-01-02T03-04-05.678Z-0a1b2c3d.jsonl', `logs-${'0a1b'.repeat(8)}.jsonl`];
  const young = '2026-01-02T03-04-05.678Z-0a1b2c3e.jsonl';
  const others = ['audit.jsonl', 'notes.txt'];
  for (const name of [...old, young, ...others]) await writeFile(join(folder, name), '');
  for (const name of [...old, ...others]) await utimes(join(folder, name), longAgo, longAgo);

  const list = await createEvidenceFiles(folder, hour).begin({});
  await list.close();

  expect((await readdir(folder)).toSorted()).toEqual([list.id, young, ...others].toSorted());
});

it('fails before anything is done where there is no place', async () => {
  const store = createEvidenceFiles('/dev/null/evidence', hour);

  await expect(store.begin({})).rejects.toThrow(EvidenceUnavailableError);
});
