import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEvidenceFiles } from '../../../../clients/evidence/evidence-files.ts';
import { EvidenceUnavailableError } from '../../../../clients/evidence/evidence-folder.ts';
import { openLogAccess } from '../../../../clients/elasticsearch/log-access.ts';
import { aLine, anEvidence } from '../../../support/logs/elasticsearch.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

const hour = 3_600_000;

async function linesOf(folder: string, name: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(join(folder, name), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('has no store of logs, and keeps evidence in a file, where no Elasticsearch is described', async () => {
  const folder = await aScratchFolder();
  const { store, keepEvidence } = openLogAccess(null, createEvidenceFiles(folder, hour));
  const evidence = anEvidence({ lines: [aLine(), aLine({ message: 'password=hunter2-is-secret', id: 'b' })] });

  const name = await keepEvidence(evidence);

  expect(store).toBeNull();
  expect(await linesOf(folder, name)).toEqual([
    expect.objectContaining({ incident: evidence.incident, target: evidence.target, findings: [], leftOut: 0 }),
    aLine(),
    aLine({ message: 'password=[secret]', id: 'b' }),
  ]);
});

it('keeps the same evidence in the same file', async () => {
  const folder = await aScratchFolder();
  const { keepEvidence } = openLogAccess(null, createEvidenceFiles(folder, hour));

  const names = [await keepEvidence(anEvidence()), await keepEvidence(anEvidence())];
  const other = await keepEvidence(anEvidence({ incident: 'incident:other' }));

  expect(new Set(names).size).toBe(1);
  expect(new Set(await readdir(folder))).toEqual(new Set([names[0], other]));
  expect(await linesOf(folder, names[0] ?? '')).toHaveLength(2);
});

it('fails where there is no place', async () => {
  const { keepEvidence } = openLogAccess(null, createEvidenceFiles('/dev/null/evidence', hour));

  await expect(keepEvidence(anEvidence())).rejects.toThrow(EvidenceUnavailableError);
});
