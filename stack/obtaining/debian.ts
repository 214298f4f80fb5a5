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
    into: async (folder, { env }) => {
      await downloadOrUpdate(name, folder, env);
      const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'));
      if (!archive) throw new StackError('download-failed', `apt-get left no package file of ${name}`);
      await runTool('dpkg', ['-x', join(folder, archive), folder], { env });
      await rm(join(folder, archive));
    },
  };
}

async function downloadOrUpdate(name: string, cwd: string, env: Environment): Promise<void> {
  try {
    await download(name, cwd, env);
  } catch (error) {
    const missingTool = error instanceof StackError && error.code === 'component-missing';
    if (missingTool || !isRoot()) throw error;
    await runTool('apt-get', ['-q', 'update'], { env });
    await download(name, cwd, env);
  }
}

async function download(name: string, cwd: string, env: Environment): Promise<void> {
  const args = isRoot() ? ['-o', 'APT::Sandbox::User=root', 'download', name] : ['download', name];
  await runTool('apt-get', args, { env, cwd });
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
