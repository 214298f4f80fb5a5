import type { Installation, Program } from '../provider.ts';
import { debianPackageWithNeeds, distributionRelease } from './debian.ts';
import { findInstallation } from './find.ts';
import type { Recipe } from './obtain.ts';
import { obtainInto } from './obtain.ts';

/** A program as a distribution has it. */
interface DebianProgram {
  readonly name: string;
  /** Its name unless given. */
  readonly packageName?: string;
  /** Where the package has it, from the root of a file system. */
  readonly executable: string;
  /** The environment variable that may hold the path of another one. */
  readonly variable: string;
}

/** A program of a Debian package. What it needs beside itself is found when it runs in a host where it is installed. */
export function debianProgram({ name, packageName = name, executable, variable }: DebianProgram): Program {
  const command = executable.slice(executable.lastIndexOf('/') + 1);
  const recipe = async (): Promise<Recipe> => ({
    entry: { component: name, version: await distributionRelease(), recipe: 1, executable },
    ways: [debianPackageWithNeeds(packageName)],
    advice: `Install ${packageName} (Debian: \`apt-get install ${packageName}\`), or set ${variable} to the path of ${command}.`,
  });
  return {
    name,
    find: async (env): Promise<Installation | undefined> =>
      findInstallation(env, { executableVariable: variable, commands: [command], cached: (await recipe()).entry }),
    obtain: async (context) => obtainInto(await recipe(), context),
  };
}
