import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { acquire } from '../../../../stack/acquire.ts';
import { external } from '../../../../stack/external.ts';
import { cachedExecutable } from '../../../../stack/obtaining/cache.ts';
import { findInstallation } from '../../../../stack/obtaining/find.ts';
import { silent } from '../../../../stack/progress.ts';
import type { Environment, Provider, RunningComponent } from '../../../../stack/provider.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

const cached = { component: 'lamp', version: '1.0', recipe: 1, executable: 'bin/lamp' };
const places = { addressVariable: 'LAMP_URL', executableVariable: 'LAMP_PATH', commands: ['lamp', 'old-lamp'], cached };

async function everywhere() {
  const folder = await scratchFolder();
  const env = {
    LAMP_URL: 'http://127.0.0.1:1',
    LAMP_PATH: join(folder, 'given', 'lamp'),
    PATH: `${join(folder, 'empty')}:${join(folder, 'path')}`,
    NIGHTSHIFT_CACHE: join(folder, 'cache'),
  };
  await writeScript(env.LAMP_PATH, ':');
  await writeScript(join(folder, 'path', 'lamp'), ':');
  await writeScript(cachedExecutable(env, cached), ':');
  return { folder, env };
}

function lampProvider(): Provider<unknown, RunningComponent> {
  return {
    name: 'lamp',
    find: (env) => findInstallation(env, places),
    obtain: () => Promise.resolve({ kind: 'executable', path: 'obtained' }),
    start: () => Promise.resolve(external('lamp')),
    stop: (running) => running.stop(),
  };
}

it.each<[string, Environment, string]>([
  ['an address before everything else', {}, 'http://127.0.0.1:1'],
  ['a given executable when there is no address', { LAMP_URL: undefined }, 'given/lamp'],
  ['the PATH when nothing is given', { LAMP_URL: '', LAMP_PATH: '' }, 'path/lamp'],
  ['the cache when the PATH has none', { LAMP_URL: '', LAMP_PATH: '', PATH: '' }, 'bin/lamp'],
  [
    'its own way when it is nowhere',
    { LAMP_URL: '', LAMP_PATH: '', PATH: '', NIGHTSHIFT_CACHE: '/nowhere' },
    'obtained',
  ],
])('takes %s', async (_title, less, expected) => {
  const { env } = await everywhere();

  const found = await acquire(lampProvider(), silent, { ...env, ...less });

  expect(found.kind === 'address' ? found.address : found.path).toMatch(new RegExp(`${expected}$`));
});

it('knows a command by its second name', async () => {
  const folder = await scratchFolder();
  const path = await writeScript(join(folder, 'old-lamp'), ':');

  const found = await findInstallation({ PATH: folder, NIGHTSHIFT_CACHE: folder }, places);

  expect(found).toEqual({ kind: 'executable', path });
});

it('passes over a folder and over a file that cannot be executed', async () => {
  const { folder, env } = await everywhere();
  await mkdir(join(folder, 'empty', 'lamp'), { recursive: true });
  await chmod(join(folder, 'path', 'lamp'), 0o644);

  const found = await findInstallation({ PATH: env.PATH, NIGHTSHIFT_CACHE: '/nowhere' }, places);

  expect(found).toBeUndefined();
});

it('refuses a given executable that is not there, instead of taking another one', async () => {
  const { env } = await everywhere();

  const finding = findInstallation({ ...env, LAMP_URL: undefined, LAMP_PATH: '/nowhere/lamp' }, places);

  await expect(finding).rejects.toMatchObject({
    code: 'component-missing',
    message: 'LAMP_PATH names /nowhere/lamp, which is not an executable file.',
  });
});
