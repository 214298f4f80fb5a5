import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findJdk } from '../../../../stack/obtaining/jdk.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

/** Folders that look like JDKs of these versions; those without a compiler look like a runtime. */
async function jdksOf(...versions: readonly { readonly name: string; readonly version: string; compiler?: boolean }[]) {
  const folder = await scratchFolder();
  for (const { name, version, compiler = true } of versions) {
    await writeScript(join(folder, name, 'bin', compiler ? 'javac' : 'java'), ':');
    await writeFile(join(folder, name, 'release'), `IMPLEMENTOR="Somebody"\nJAVA_VERSION="${version}"\n`);
  }
  return folder;
}

it('takes the newest JDK of the usual folders', async () => {
  const folder = await jdksOf(
    { name: 'java-17', version: '17.0.15' },
    { name: 'b', version: '25.0.1' },
    { name: 'c', version: '21' },
  );

  const found = await findJdk({ PATH: '' }, 21, [join(folder, 'missing'), folder]);

  expect(found).toBe(join(folder, 'b'));
});

it.each([
  { title: 'a JDK that is too old', jdk: { name: 'old', version: '1.8.0_392' } },
  { title: 'a runtime without a compiler', jdk: { name: 'runtime', version: '25.0.1', compiler: false } },
])('does not take $title', async ({ jdk }) => {
  const folder = await jdksOf(jdk);

  const found = await findJdk({ PATH: '', JAVA_HOME: join(folder, jdk.name) }, 21, [folder]);

  expect(found).toBeUndefined();
});

it.each([
  { title: 'JAVA_HOME names', env: (home: string) => ({ PATH: '', JAVA_HOME: home }) },
  { title: 'lies on the PATH', env: (home: string) => ({ PATH: join(home, 'bin') }) },
])('prefers the JDK that $title to a newer one', async ({ env }) => {
  const mine = await jdksOf({ name: 'mine', version: '21.0.9' });
  const usual = await jdksOf({ name: 'newest', version: '25.0.1' });

  const found = await findJdk(env(join(mine, 'mine')), 21, [usual]);

  expect(found).toBe(join(mine, 'mine'));
});
