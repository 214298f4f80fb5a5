import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '../errors.ts';
import type { Environment } from '../provider.ts';
import type { Way } from './obtain.ts';
import { runTool } from './tool.ts';

/** The name of this release, for cache keys: a distribution decides itself which version of a package it has. */
export async function distributionRelease(file = '/etc/os-release'): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const field = (name: string): string | undefined =>
    text
      .split('\n')
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .replaceAll('"', '');
  const id = field('ID') ?? 'unknown';
  const release = field('VERSION_CODENAME') ?? field('VERSION_ID');
  return release ? `${id}-${release}` : id;
}

/**
 * The way of distributions with apt: the package is unpacked into the cache and never installed, because an installation
 * would need root and start services of the host.
 */
export function debianPackage(name: string): Way {
  return {
    name: `unpack the distribution's package ${name}`,
    into: (folder, { env }) => unpackPackages([name], folder, env),
  };
}

/** The same for a package and everything it needs that this machine does not have. */
export function debianPackageWithNeeds(name: string): Way {
  return {
    name: `unpack the distribution's package ${name} and what it depends on`,
    into: async (folder, { env }) =>
      unpackPackages([...new Set([name, ...(await missingPackages(name, env))])], folder, env),
  };
}

/** Downloads packages and unpacks all of them into one folder. */
export async function unpackPackages(names: readonly string[], folder: string, env: Environment): Promise<void> {
  await withFreshLists(env, () => download(names, folder, env));
  const archives = (await readdir(folder)).filter((file) => file.endsWith('.deb'));
  if (archives.length < names.length) {
    throw new StackError('download-failed', `apt-get left no package file of ${names.join(', ')}`);
  }
  for (const archive of archives) {
    await runTool('dpkg', ['-x', join(folder, archive), folder], { env });
    await rm(join(folder, archive));
  }
}

/** The package that a package without content of its own stands for, such as one with a version in its name. */
export async function packageBehind(name: string, env: Environment): Promise<string> {
  const printed = await withFreshLists(env, () => runTool('apt-cache', ['depends', '--important', name], { env }));
  return /^\s*Depends: (\S+)$/m.exec(printed)?.[1] ?? name;
}

/** What a package needs and this machine does not have, itself included; asking changes nothing and needs no root. */
export async function missingPackages(name: string, env: Environment): Promise<readonly string[]> {
  const simulation = ['-q', '-s', '--no-install-recommends', 'install', name];
  const printed = await withFreshLists(env, () => runTool('apt-get', simulation, { env }));
  // What is there in an older version has that in brackets before the new one in parentheses.
  return [...printed.matchAll(/^Inst (\S+) \(/gm)].map(([, missing]) => missing ?? '');
}

/** A fresh container has no lists of packages; only root may fetch them. */
async function withFreshLists<Result>(env: Environment, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    const missingTool = error instanceof StackError && error.code === 'component-missing';
    if (missingTool || !isRoot()) throw error;
    await runTool('apt-get', ['-q', 'update'], { env });
    return task();
  }
}

async function download(names: readonly string[], cwd: string, env: Environment): Promise<void> {
  const sandbox = isRoot() ? ['-o', 'APT::Sandbox::User=root'] : [];
  await runTool('apt-get', [...sandbox, 'download', ...names], { env, cwd });
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
