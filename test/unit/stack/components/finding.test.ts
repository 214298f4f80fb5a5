import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { acquire } from '../../../../stack/acquire.ts';
import { acquirePromtool } from '../../../../stack/components/prometheus.ts';
import { etcd } from '../../../../stack/kubernetes/etcd.ts';
import { cacheFolder } from '../../../../stack/obtaining/cache.ts';
import { distributionRelease } from '../../../../stack/obtaining/debian.ts';
import { silent } from '../../../../stack/progress.ts';
import type { Program, RunningComponent } from '../../../../stack/provider.ts';
import { components, everyProgram, programs } from '../../../support/stack/every-program.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

const variables: Readonly<Record<string, string>> = {
  temporal: 'TEMPORAL_ADDRESS',
  'temporal-postgres': 'NIGHTSHIFT_TEMPORAL_POSTGRES_ADDRESS',
  postgresql: 'NIGHTSHIFT_POSTGRESQL_URL',
  alertmanager: 'NIGHTSHIFT_ALERTMANAGER_URL',
  prometheus: 'NIGHTSHIFT_PROMETHEUS_URL',
  chromium: 'NIGHTSHIFT_CHROMIUM_URL',
  elasticsearch: 'NIGHTSHIFT_ELASTICSEARCH_URL',
  'node-exporter': 'NIGHTSHIFT_NODE_EXPORTER_URL',
};

const executableVariables: Readonly<Record<string, string>> = {
  'time-skipping': 'NIGHTSHIFT_TIME_SKIPPING_SERVER',
  openssh: 'NIGHTSHIFT_SSHD',
  ansible: 'NIGHTSHIFT_ANSIBLE_PLAYBOOK',
  logrotate: 'NIGHTSHIFT_LOGROTATE',
  openssl: 'NIGHTSHIFT_OPENSSL',
  sudo: 'NIGHTSHIFT_SUDO',
  journald: 'NIGHTSHIFT_SYSTEMD_CAT',
  kustomize: 'NIGHTSHIFT_KUSTOMIZE',
  etcd: 'NIGHTSHIFT_ETCD',
  'kube-apiserver': 'NIGHTSHIFT_KUBE_APISERVER',
  'kube-controller-manager': 'NIGHTSHIFT_KUBE_CONTROLLER_MANAGER',
  'kube-scheduler': 'NIGHTSHIFT_KUBE_SCHEDULER',
  kwok: 'NIGHTSHIFT_KWOK',
};

const commands: Readonly<Record<string, string>> = {
  temporal: 'temporal',
  'temporal-postgres': 'temporal-server',
  postgresql: 'postgres',
  'time-skipping': 'temporal-test-server',
  alertmanager: 'alertmanager',
  prometheus: 'prometheus',
  chromium: 'chromium',
  elasticsearch: 'elasticsearch',
  'node-exporter': 'node_exporter',
  openssh: 'sshd',
  ansible: 'ansible-playbook',
  logrotate: 'logrotate',
  openssl: 'openssl',
  sudo: 'sudo',
  journald: 'systemd-cat',
  kustomize: 'kustomize',
  'kube-apiserver': 'kube-apiserver',
  'kube-controller-manager': 'kube-controller-manager',
  'kube-scheduler': 'kube-scheduler',
  kwok: 'kwok',
};

it.each([
  { folder: 'components', listed: components },
  { folder: 'programs', listed: programs },
])('leaves out no file of $folder', ({ folder, listed }) => {
  const files = readdirSync(new URL(`../../../../stack/${folder}/`, import.meta.url));

  expect(listed.map(({ name }) => `${name}.ts`).toSorted()).toEqual(files.toSorted());
});

it.each(Object.entries(variables))('uses the %s that %s names, and never ends it', async (name, variable) => {
  const provider = components.find((each) => each.name === name);
  const installation = await provider?.find({ [variable]: '127.0.0.1:7233', PATH: process.env['PATH'] });

  const running = installation && (await provider?.start(installation, {}));

  expect(running).toMatchObject({ pid: undefined, exited: undefined });
  expect(Object.values(running ?? {})).toContain('127.0.0.1:7233');
  await expect(provider?.stop(running as RunningComponent)).resolves.toBeUndefined();
  expect(() => running?.kill('SIGKILL')).toThrow(expect.objectContaining({ code: 'not-ours' }));
});

it.each(Object.entries(executableVariables))('takes the executable of %s that %s names', async (name, variable) => {
  const path = await writeScript(join(await scratchFolder(), 'mine'), ':');

  const installation = await everyProgram.find((each) => each.name === name)?.find({ [variable]: path, PATH: '' });

  expect(installation).toEqual({ kind: 'executable', path });
});

it.each(Object.entries(commands))('finds %s as %s on the PATH', async (name, command) => {
  const folder = await scratchFolder();
  const path = await writeScript(join(folder, command), ':');

  const installation = await everyProgram.find((each) => each.name === name)?.find({ PATH: folder });

  expect(installation).toEqual({ kind: 'executable', path });
});

it.each(everyProgram.map(({ name }) => name))(
  'says what to install when %s is nowhere and cannot be obtained',
  async (name) => {
    const program = everyProgram.find((each) => each.name === name) as Program;
    const env = {
      PATH: '',
      NIGHTSHIFT_CACHE: await scratchFolder(),
      NIGHTSHIFT_TEMPORAL_DOWNLOAD_URL: 'http://127.0.0.1:1',
    };

    const acquiring = acquire(program, silent, env);

    await expect(acquiring).rejects.toMatchObject({
      code: 'component-missing',
      message: expect.stringMatching(
        /could not be obtained\.\n {2}tried .*is not on the PATH.*\nInstall .* or .*set [A-Z]/s,
      ),
    });
  },
);

it('passes over an etcd on the PATH, which may be too old', async () => {
  const folder = await scratchFolder();
  await writeScript(join(folder, 'etcd'), ':');

  const installation = await etcd.find({ PATH: folder, NIGHTSHIFT_CACHE: await scratchFolder() });

  expect(installation).toBeUndefined();
});

it('finds promtool beside a cached prometheus', async () => {
  const env = { PATH: '', NIGHTSHIFT_CACHE: await scratchFolder(), NIGHTSHIFT_PROMETHEUS_URL: 'http://127.0.0.1:1' };
  const entry = { component: 'prometheus', version: await distributionRelease(), recipe: 1, executable: '' };
  const folder = join(cacheFolder(env, entry), 'usr', 'bin');
  await writeScript(join(folder, 'prometheus'), ':');
  const expected = await writeScript(join(folder, 'promtool'), ':');

  const path = await acquirePromtool(silent, env);

  expect(path).toBe(expected);
});
