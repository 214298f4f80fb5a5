import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquire } from '../../../stack/acquire.ts';
import { findInstallation } from '../../../stack/obtaining/find.ts';
import type { Recipe, Way } from '../../../stack/obtaining/obtain.ts';
import { obtainInto } from '../../../stack/obtaining/obtain.ts';
import { runTool } from '../../../stack/obtaining/tool.ts';
import type { Environment, Program } from '../../../stack/provider.ts';
import { runToEnd } from '../../../stack/running/run-to-end.ts';
import type { Corpus } from './corpora.ts';

const version = '0.9.11';
const executable = 'drain3-groups';
/** The values that Nightshift uses, those of the publication. */
const script = `import json, sys
from drain3.drain import Drain
groups = []
for lines in json.load(open(sys.argv[1])):
    drain = Drain(depth=4, sim_th=0.5, max_children=100)
    groups.append([drain.add_log_message(line)[0].cluster_id for line in lines])
json.dump(groups, sys.stdout)
`;

const fromPypi: Way = {
  name: `fetch drain3 ${version} from PyPI`,
  into: async (folder, { env }) => {
    const wanted = ['--target', join(folder, 'site'), `drain3==${version}`];
    await runTool('python3', ['-m', 'pip', 'install', '--quiet', ...wanted], { env });
    await writeFile(join(folder, 'groups.py'), script);
    const wrapper = `#!/bin/sh
folder=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
PYTHONPATH="$folder/site" exec python3 "$folder/groups.py" "$@"
`;
    await writeFile(join(folder, executable), wrapper);
    await chmod(join(folder, executable), 0o755);
  },
};

const recipe: Recipe = {
  entry: { component: 'drain3', version, recipe: 1, executable },
  ways: [fromPypi],
  advice: 'Install Python 3 with pip (Debian: `apt-get install python3-pip`) so that it can be fetched.',
};

/** The reference implementation of Drain by the authors' group, of the same lines. */
const drain3: Program = {
  name: 'drain3',
  find: (env) => findInstallation(env, { commands: [], cached: recipe.entry }),
  obtain: (context) => obtainInto(recipe, context),
};

/** The group of every line of every corpus, as drain3 sees it. */
export async function groupsOfDrain3(
  corpora: readonly Corpus[],
  env: Environment,
): Promise<readonly (readonly unknown[])[]> {
  const found = await acquire(drain3, undefined, env);
  if (found.kind !== 'executable') throw new Error('drain3 is no service');
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-drain3-'));
  try {
    const file = join(folder, 'lines.json');
    await writeFile(file, JSON.stringify(corpora.map(({ lines }) => lines)));
    const printed = await runToEnd({ name: 'drain3', failsAs: 'build-failed', command: found.path, args: [file], env });
    return JSON.parse(printed) as readonly (readonly number[])[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
