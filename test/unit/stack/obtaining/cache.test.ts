import { expect, it } from 'vitest';
import { cachedExecutable, cacheFolder, cacheRoot } from '../../../../stack/obtaining/cache.ts';
import type { Environment } from '../../../../stack/provider.ts';

const machine = `${process.platform}-${process.arch}`;

it.each<[string, Environment, NodeJS.Platform, string]>([
  ['NIGHTSHIFT_CACHE', { NIGHTSHIFT_CACHE: '/c', XDG_CACHE_HOME: '/x', HOME: '/h' }, 'linux', '/c'],
  ['XDG_CACHE_HOME', { XDG_CACHE_HOME: '/x', HOME: '/h' }, 'linux', '/x/nightshift'],
  ['the home folder', { XDG_CACHE_HOME: '', HOME: '/h' }, 'linux', '/h/.cache/nightshift'],
  ['the Caches folder of macOS', { HOME: '/h' }, 'darwin', '/h/Library/Caches/nightshift'],
])('puts the cache under %s', (_title, env, platform, expected) => {
  const root = cacheRoot(env, platform);

  expect(root).toBe(expected);
});

it('keys an entry by component, version, recipe and kind of machine', () => {
  const env = { NIGHTSHIFT_CACHE: '/c' };
  const entry = { component: 'temporal', version: '1.5.1', recipe: 1, executable: 'bin/temporal' };

  const folders = [entry, { ...entry, version: '1.5.2' }, { ...entry, recipe: 2 }].map((each) =>
    cacheFolder(env, each),
  );

  expect(folders).toEqual([
    `/c/temporal/1.5.1-r1-${machine}`,
    `/c/temporal/1.5.2-r1-${machine}`,
    `/c/temporal/1.5.1-r2-${machine}`,
  ]);
  expect(cachedExecutable(env, entry)).toBe(`/c/temporal/1.5.1-r1-${machine}/bin/temporal`);
});
