import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { openAccess } from '../../../../clients/kubernetes/requests/access.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

const usual = {
  'current-context': 'shop',
  clusters: [{ name: 'shop', cluster: { server: 'https://127.0.0.1:6443/k8s/clusters/c-1/' } }],
  contexts: [
    { name: 'shop', context: { cluster: 'shop', user: 'operator' } },
    { name: 'nowhere', context: { cluster: 'gone', user: 'operator' } },
  ],
  users: [{ name: 'operator', user: { token: 'very-secret' } }],
};

async function aKubeconfig(content: object | string): Promise<string> {
  const file = join(await aScratchFolder(), 'kubeconfig');
  await writeFile(file, typeof content === 'string' ? content : stringify(content));
  return file;
}

const open = (file: string, context: string | null = null) =>
  openAccess({ name: 'shop', access: { kind: 'kubeconfig', file, context } });

/** What the function throws, in words. */
function wordsOf(throws: () => unknown): string {
  try {
    throws();
    return 'nothing';
  } catch (error) {
    return (error as Error).message.replace(/^the cluster shop cannot be reached as described: \/\S+ /, '');
  }
}

describe('the way to a cluster', () => {
  it('is that of the current context, with its credentials', async () => {
    const way = await open(await aKubeconfig(usual)).find();

    expect(way.server).toBe('https://127.0.0.1:6443/k8s/clusters/c-1');
    expect(way.headers).toEqual({ Authorization: 'Bearer very-secret' });
  });

  it.each([
    ['no such file', async () => '/nowhere/kubeconfig', null, 'cannot be read (ENOENT)'],
    ['no kubeconfig', () => aKubeconfig('clusters: [{ name: very-secret }'), null, 'is no kubeconfig'],
    ['no such context', () => aKubeconfig(usual), 'test', 'has no context test'],
    [
      'no current context',
      () => aKubeconfig({ ...usual, 'current-context': '' }),
      null,
      'has no context that is current',
    ],
    ['a context of nothing', () => aKubeconfig(usual), 'nowhere', 'names no cluster in the context nowhere'],
  ])('is refused at once where there is %s', async (_what, write, context, words) => {
    const file = await write();

    expect(wordsOf(() => open(file, context))).toBe(words);
  });

  it('is none from outside of the cluster', () => {
    const words = wordsOf(() => openAccess({ name: 'shop', access: { kind: 'in-cluster' } }));

    expect(words).toContain('inCluster is for processes that run in it, and this one does not');
  });

  it('does not repeat what a program for credentials writes', async () => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'sh',
      args: ['-c', 'echo very-secret >&2; exit 1'],
    };
    const access = open(await aKubeconfig({ ...usual, users: [{ name: 'operator', user: { exec } }] }));

    await expect(access.find()).rejects.toThrow(/^[^]*its credentials cannot be had \(the kubeconfig says how\)$/);
    await expect(access.find()).rejects.not.toThrow('very-secret');
  });

  it('starts one program for credentials, however many ask at once', async () => {
    const folder = await aScratchFolder();
    const token = JSON.stringify({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'new' },
    });
    const exec = {
      command: 'sh',
      args: ['-c', `echo run >>${folder}/runs; wc -l <${folder}/runs >&2; echo '${token}'`],
    };
    const access = open(await aKubeconfig({ ...usual, users: [{ name: 'operator', user: { exec } }] }));

    const ways = await Promise.all([access.find(), access.find(), access.find()]);

    expect(new Set(ways)).toHaveLength(1);
    expect(ways[0]?.headers).toEqual({ Authorization: 'Bearer new' });
  });
});
