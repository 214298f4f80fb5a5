import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../provider.ts';
import { findOnPath, isExecutable } from './find.ts';

/** What the newest Java programs of the stack need. */
export const leastJava = 21;

/** Where systems and people put JDKs, each in a folder of its own. */
function usualFolders(env: Environment): readonly string[] {
  const home = env['HOME'];
  return [
    '/usr/lib/jvm',
    '/usr/java',
    '/opt/java',
    '/opt',
    '/Library/Java/JavaVirtualMachines',
    ...(home ? [join(home, '.sdkman', 'candidates', 'java'), join(home, '.jdks')] : []),
  ];
}

/**
 * The home of a JDK that is new enough: the one of JAVA_HOME, the one on the PATH, or the newest of those in the usual
 * folders.
 */
export async function findJdk(
  env: Environment,
  least: number = leastJava,
  folders: readonly string[] = usualFolders(env),
): Promise<string | undefined> {
  const javac = await findOnPath(env, 'javac');
  const named = [env['JAVA_HOME'], javac && dirname(dirname(await realpath(javac)))];
  for (const home of named) {
    if (home && (await versionOf(home)) >= least) return home;
  }
  let newest: { readonly home: string; readonly version: number } | undefined;
  for (const home of (await Promise.all(folders.map(homesIn))).flat()) {
    const version = await versionOf(home);
    if (version >= least && version > (newest?.version ?? 0)) newest = { home, version };
  }
  return newest?.home;
}

async function homesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .toSorted((one, other) => one.localeCompare(other))
    .flatMap((name) => [join(folder, name), join(folder, name, 'Contents', 'Home')]);
}

/** The major version of the JDK in a folder; 0 where there is none, or one without a compiler. */
async function versionOf(home: string): Promise<number> {
  if (!(await isExecutable(join(home, 'bin', 'javac')))) return 0;
  const release = await readFile(join(home, 'release'), 'utf8').catch(() => '');
  return Number(/^JAVA_VERSION="(\d+)/m.exec(release)?.[1] ?? 0);
}
