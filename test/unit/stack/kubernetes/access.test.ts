import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { issueTokens, writeKubeconfig } from '../../../../stack/kubernetes/access.ts';
import { scratchFolder } from '../scratch.ts';

it('hands a token of its own to each account, in a file that nobody else may read', async () => {
  const file = join(await scratchFolder(), 'tokens.csv');

  const tokens = await issueTokens([{ name: 'admin', groups: ['system:masters', 'people'] }, { name: 'nobody' }], file);

  const [admin, nobody] = [tokens.get('admin'), tokens.get('nobody')];
  expect(admin).not.toBe(nobody);
  expect(await readFile(file, 'utf8')).toBe(
    `${admin},admin,admin,"system:masters,people"\n${nobody},nobody,nobody,""\n`,
  );
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('writes a kubeconfig that knows the server by its certificate', async () => {
  const folder = await scratchFolder();
  const authorityFile = join(folder, 'ca.crt');
  await writeFile(authorityFile, 'certificate');
  const access = { url: 'https://127.0.0.1:6443', authorityFile, token: 'secret' };

  const file = await writeKubeconfig(join(folder, 'kubeconfig'), 'east', 'reader', access);

  const config: unknown = parse(await readFile(file, 'utf8'));
  expect(config).toMatchObject({
    'current-context': 'east',
    clusters: [{ name: 'east', cluster: { server: access.url, 'certificate-authority-data': 'Y2VydGlmaWNhdGU=' } }],
    contexts: [{ name: 'east', context: { cluster: 'east', user: 'reader' } }],
    users: [{ name: 'reader', user: { token: 'secret' } }],
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
