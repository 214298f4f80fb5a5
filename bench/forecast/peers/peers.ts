import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquire } from '../../../stack/acquire.ts';
import { findInstallation, findOnPath } from '../../../stack/obtaining/find.ts';
import type { Recipe, Way } from '../../../stack/obtaining/obtain.ts';
import { obtainInto } from '../../../stack/obtaining/obtain.ts';
import { runTool } from '../../../stack/obtaining/tool.ts';
import type { Environment, Program } from '../../../stack/provider.ts';
import { runToEnd } from '../../../stack/running/run-to-end.ts';
import type { Task } from '../data/task.ts';
import { day, horizon, week } from '../data/task.ts';
import { level } from '../measures.ts';
import type { Answer } from '../models.ts';

const [requirements, script] = ['requirements.txt', 'peers.py'].map((file) => join(import.meta.dirname, file)) as [
  string,
  string,
];
const executable = 'python-with-peers';

const fromPypi: Way = {
  name: 'fetch statsforecast and Prophet from PyPI',
  into: async (folder, { env }) => {
    const wanted = ['--target', join(folder, 'site'), '--requirement', requirements];
    await runTool('python3', ['-m', 'pip', 'install', '--quiet', ...wanted], { env });
    const wrapper = `#!/bin/sh
folder=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
PYTHONPATH="$folder/site" exec python3 "$@"
`;
    await writeFile(join(folder, executable), wrapper);
    await chmod(join(folder, executable), 0o755);
  },
};

/** `recipe` counts up with every change of the requirements. */
const recipe: Recipe = {
  entry: { component: 'forecast-peers', version: '2.1.1', recipe: 1, executable },
  ways: [fromPypi],
  advice: 'Install Python 3.11 or newer with pip (Debian: `apt-get install python3-pip`).',
};
const pythonWithPeers: Program = {
  name: 'the peers of the forecasters',
  find: (env) => findInstallation(env, { commands: [], cached: recipe.entry }),
  obtain: (context) => obtainInto(recipe, context),
};

/** What others expect of the same series, and what they are. */
interface PeerAnswers {
  readonly versions: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, readonly Answer[]>>;
}

/** Asks the peers; null where there is no Python to ask them by. */
export async function answersOfPeers(tasks: readonly Task[], env: Environment): Promise<PeerAnswers | null> {
  if (!(await findOnPath(env, 'python3'))) {
    console.error(`  The peers are left out: there is no python3 on the PATH. ${recipe.advice}`);
    return null;
  }
  const python = await acquire(pythonWithPeers, undefined, env);
  if (python.kind !== 'executable') throw new Error('Python is no service');
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-peers-'));
  try {
    const [question, answer] = [join(folder, 'question.json'), join(folder, 'answer.json')];
    const histories = tasks.map(({ history }) => history);
    await writeFile(question, JSON.stringify({ horizon, level, season: day, seasons: [day, week], histories }));
    const args = [script, question, answer];
    await runToEnd({ name: 'the peers', failsAs: 'build-failed', command: python.path, args, env });
    return readAnswers(await readFile(answer, 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readAnswers(text: string): PeerAnswers {
  const { versions, answers } = JSON.parse(text) as {
    readonly versions: Readonly<Record<string, string>>;
    readonly answers: Readonly<Record<string, readonly { readonly expected: number[][] | null; seconds: number }[]>>;
  };
  const read = Object.entries(answers).map(([name, all]) => [
    name,
    all.map(({ expected, seconds }) => {
      const [point = [], lower = null, upper = null] = expected ?? [];
      return { expected: expected && { point, lower, upper }, seconds };
    }),
  ]);
  return { versions, answers: Object.fromEntries(read) as PeerAnswers['answers'] };
}
