import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findInstallation, findOnPath } from '../obtaining/find.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import { runTool } from '../obtaining/tool.ts';
import type { Environment, Program } from '../provider.ts';

// The newest line of releases that runs on the Python of Debian 12.
const version = '2.19.14';
const executable = 'ansible-playbook';
const packages = 'site';

// Python's own scripts have absolute paths and would not survive the move into the cache. Ansible does not start in a
// locale that is not UTF-8, which is what a service without a locale has.
const wrapperFor = (python: string): string => `#!/bin/sh
folder=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
export PYTHONPATH="$folder/${packages}\${PYTHONPATH:+:$PYTHONPATH}"
export LC_ALL="\${LC_ALL:-C.UTF-8}"
exec '${python.replaceAll("'", String.raw`'\''`)}' "$folder/${packages}/bin/${executable}" "$@"
`;

const fromPypi: Way = {
  name: `fetch ansible-core ${version} from PyPI`,
  into: async (folder, { env }) => {
    const wanted = ['--target', join(folder, packages), `ansible-core==${version}`];
    await runTool('python3', ['-m', 'pip', 'install', '--quiet', ...wanted], { env });
    const python = await runTool('python3', ['-c', 'import sys; print(sys.executable, end="")'], { env });
    await writeFile(join(folder, executable), wrapperFor(python));
    await chmod(join(folder, executable), 0o755);
  },
};

/** Ansible's command that runs playbooks. */
export const ansible: Program = {
  name: 'ansible',
  find: async (env) =>
    findInstallation(env, {
      executableVariable: 'NIGHTSHIFT_ANSIBLE_PLAYBOOK',
      commands: [executable],
      cached: (await recipe(env)).entry,
    }),
  obtain: async (context) => obtainInto(await recipe(context.env), context),
};

async function recipe(env: Environment): Promise<Recipe> {
  return {
    entry: { component: 'ansible', version: `${version}-${await pythonTag(env)}`, recipe: 1, executable },
    ways: [fromPypi],
    advice:
      'Install Ansible, or Python 3.11 to 3.13 with pip (Debian: `apt-get install python3-pip`) so that it can be ' +
      'fetched, or set NIGHTSHIFT_ANSIBLE_PLAYBOOK to the path of ansible-playbook.',
  };
}

/** The Python that its compiled libraries are made for, such as `cpython-311`. */
async function pythonTag(env: Environment): Promise<string> {
  if (!(await findOnPath(env, 'python3'))) return 'no-python';
  return runTool('python3', ['-c', 'import sys; print(sys.implementation.cache_tag, end="")'], { env });
}
