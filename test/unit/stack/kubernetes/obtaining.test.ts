import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { etcd } from '../../../../stack/kubernetes/etcd.ts';
import { kubeApiserver } from '../../../../stack/kubernetes/kube-apiserver.ts';
import { kubeScheduler } from '../../../../stack/kubernetes/kube-scheduler.ts';
import { silent } from '../../../../stack/progress.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

// Keeps what it was asked for and the module that it was asked in, in place of a program.
const recordingGo = `for last; do :; done
while [ "$1" != -o ]; do case "$1" in -ldflags=*) linker=$1 ;; esac; shift; done
{ echo "$GOFLAGS"; echo "$last"; echo "$linker"; cat go.mod; } > "$2"
chmod +x "$2"`;

async function withGo() {
  const tools = await scratchFolder();
  await writeScript(join(tools, 'go'), recordingGo);
  const path = `${tools}:${process.env['PATH'] ?? ''}`;
  return { env: { PATH: path, NIGHTSHIFT_CACHE: await scratchFolder(), GOFLAGS: '-p=1' }, progress: silent };
}

it('builds the three programs of the control plane at once, of one version that they know', async () => {
  const context = await withGo();

  const installation = await kubeApiserver.obtain(context);

  const path = installation.kind === 'executable' ? installation.path : '';
  const [flags, command, linker, ...module] = (await readFile(path, 'utf8')).split('\n');
  expect(flags).toBe('-p=1 -mod=mod');
  expect(command).toBe('k8s.io/kubernetes/cmd/kube-apiserver');
  expect(linker).toContain('-X k8s.io/component-base/version.gitVersion=v1.34.4');
  expect(module).toContain('require k8s.io/kubernetes v1.34.4');
  expect(module).toContain('\tk8s.io/client-go => k8s.io/client-go v0.34.4');
  expect(module.filter((line) => line.includes(' => '))).toHaveLength(31);
  const scheduler = { kind: 'executable', path: join(dirname(path), 'kube-scheduler') };
  await expect(kubeScheduler.find({ ...context.env, PATH: '' })).resolves.toEqual(scheduler);
});

it('builds etcd in a module that requires it', async () => {
  const installation = await etcd.obtain(await withGo());

  const path = installation.kind === 'executable' ? installation.path : '';
  const built = await readFile(path, 'utf8');
  expect(built).toContain('\ngo.etcd.io/etcd/server/v3\n');
  expect(built).toContain('require go.etcd.io/etcd/server/v3 v3.6.5');
});
