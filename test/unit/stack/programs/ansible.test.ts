import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { runTool } from '../../../../stack/obtaining/tool.ts';
import { ansible } from '../../../../stack/programs/ansible.ts';
import { silent } from '../../../../stack/progress.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

/** A python3 that says which one it is, and installs a playbook command that tells what it was called with. */
async function withPython(tag: string) {
  const tools = await scratchFolder();
  const python = join(tools, 'python3');
  const install =
    'while [ "$1" != --target ]; do shift; done; mkdir -p "$2/bin"; echo "$3" > "$2/bin/ansible-playbook"';
  const answers = [
    `*cache_tag*) printf ${tag} ;;`,
    `*sys.executable*) printf ${python} ;;`,
    `*pip*) ${install} ;;`,
    '*) echo "$PYTHONPATH|$LC_ALL|$*|$(cat "$1")" ;;',
  ];
  await writeScript(python, `case "$*" in ${answers.join('\n')} esac`);
  return { PATH: `${tools}:${process.env['PATH']}`, NIGHTSHIFT_CACHE: await scratchFolder() };
}

it('is fetched with its libraries in one version, and runs wherever it lies with the Python that fetched it', async () => {
  const env = await withPython('cpython-311');
  const installation = await ansible.obtain({ env, progress: silent });
  const moved = await scratchFolder();
  await cp(dirname(installation.kind === 'executable' ? installation.path : ''), moved, { recursive: true });

  const other = { PATH: process.env['PATH'], LC_ALL: undefined, PYTHONPATH: undefined };
  const printed = await runTool('sh', ['-c', '"$0" "$@"', join(moved, 'ansible-playbook'), 'site.yml'], { env: other });

  const site = join(moved, 'site');
  const wanted = expect.stringMatching(/^ansible-core==2\.19\.\d+$/);
  expect(printed.trim().split('|')).toEqual([site, 'C.UTF-8', `${site}/bin/ansible-playbook site.yml`, wanted]);
});

it('is not taken over by another Python, whose libraries are others', async () => {
  const env = await withPython('cpython-311');
  await ansible.obtain({ env, progress: silent });
  const { PATH } = await withPython('cpython-313');

  const [same, other] = [await ansible.find(env), await ansible.find({ ...env, PATH })];

  expect(same).toMatchObject({ kind: 'executable' });
  expect(other).toBeUndefined();
});
