import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import {
  debianPackage,
  debianPackageWithNeeds,
  distributionRelease,
  missingPackages,
  packageBehind,
} from '../../../../stack/obtaining/debian.ts';
import { silent } from '../../../../stack/progress.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

it.each([
  ['ID=debian\nVERSION_CODENAME=bookworm\nVERSION_ID="12"\n', 'debian-bookworm'],
  ['ID="alpine"\nVERSION_ID=3.20\n', 'alpine-3.20'],
  ['ID=arch\n', 'arch'],
])('names the release of %j', async (text, expected) => {
  const file = join(await scratchFolder(), 'os-release');
  await writeFile(file, text);

  const release = await distributionRelease(file);

  expect(release).toBe(expected);
});

it('names a release nobody told', async () => {
  const release = await distributionRelease('/nowhere');

  expect(release).toBe('unknown');
});

/** Tools that write down how they were called; the package comes only after an update when `stale`. */
async function fakeApt({ stale }: { readonly stale: boolean }) {
  const tools = await scratchFolder();
  const note = `echo "\${0##*/} $*" >> ${tools}/calls`;
  const download = `case "$*" in *download*) [ -e ${tools}/fresh ] || exit 100; : > lamp_1.deb ;; *update*) : > ${tools}/fresh ;; esac`;
  await writeScript(join(tools, 'apt-get'), `${note}\n${download}`);
  await writeScript(join(tools, 'dpkg'), `${note}\n/bin/mkdir -p "$3/usr/bin"; : > "$3/usr/bin/lamp"`);
  if (!stale) await writeFile(join(tools, 'fresh'), '');
  const calls = async () => (await readFile(join(tools, 'calls'), 'utf8')).trim().split('\n');
  return { context: { env: { PATH: tools }, progress: silent }, calls };
}

it('unpacks a package without installing it', async () => {
  const { context, calls } = await fakeApt({ stale: false });
  const folder = await scratchFolder();

  await debianPackage('lamp').into(folder, context);

  expect(await readdir(folder, { recursive: true })).toEqual(['usr', 'usr/bin', 'usr/bin/lamp']);
  expect((await calls()).join('\n')).not.toMatch(/install|update/);
});

it('unpacks a package together with what it needs and the machine lacks', async () => {
  const tools = await scratchFolder();
  const answer = 'case "$*" in *install*) echo "Inst libbulb1 (1.0 Debian)"; echo "Inst lamp (2.0 Debian)" ;;';
  const download = `*download*) echo "$*" > ${tools}/asked; : > lamp.deb; : > libbulb1.deb ;; esac`;
  await writeScript(join(tools, 'apt-get'), `${answer}\n${download}`);
  await writeScript(join(tools, 'dpkg'), ':');

  await debianPackageWithNeeds('lamp').into(await scratchFolder(), { env: { PATH: tools }, progress: silent });

  expect(await readFile(join(tools, 'asked'), 'utf8')).toMatch(/download lamp libbulb1\n$/);
});

it('updates the package lists when root has none', async () => {
  const root = vi.spyOn(process, 'getuid').mockReturnValue(0);
  const { context, calls } = await fakeApt({ stale: true });
  const folder = await scratchFolder();

  await debianPackage('lamp').into(folder, context);

  root.mockRestore();
  expect((await calls()).map((call) => call.match(/download|update|dpkg/)?.[0])).toEqual([
    'download',
    'update',
    'download',
    'dpkg',
  ]);
});

it('does not try to update anything for other users', async () => {
  const user = vi.spyOn(process, 'getuid').mockReturnValue(1_000);
  const { context, calls } = await fakeApt({ stale: true });

  const unpacking = debianPackage('lamp').into(await scratchFolder(), context);

  await expect(unpacking).rejects.toMatchObject({ code: 'build-failed' });
  user.mockRestore();
  expect(await calls()).toHaveLength(1);
});

it('says that a machine has no apt', async () => {
  const unpacking = debianPackage('lamp').into(await scratchFolder(), { env: { PATH: '' }, progress: silent });

  await expect(unpacking).rejects.toMatchObject({ code: 'component-missing', message: 'apt-get is not on the PATH' });
});

/** An environment whose apt prints the same whatever it is asked. */
async function aptThatPrints(tool: 'apt-get' | 'apt-cache', text: string) {
  const tools = await scratchFolder();
  await writeScript(join(tools, tool), `printf '%s\\n' '${text}'`);
  return { PATH: tools };
}

it.each([
  { text: 'lamp\n  Depends: lamp-15', expected: 'lamp-15' },
  { text: 'lamp', expected: 'lamp' },
])('finds the package $expected behind another', async ({ text, expected }) => {
  const env = await aptThatPrints('apt-cache', text);

  expect(await packageBehind('lamp', env)).toBe(expected);
});

it('names what is not there at all, and nothing that is only older', async () => {
  const simulated = [
    'Inst libold5 [1.0-1] (1.0-2 Debian [amd64]) []',
    'Inst libnew72 (72.1-3 Debian [amd64])',
    'Inst lamp-common (248 Debian [all])',
    'Inst lamp-15 (15.20 Debian [amd64])',
    'Conf libnew72 (72.1-3 Debian [amd64])',
  ];
  const env = await aptThatPrints('apt-get', simulated.join('\n'));

  expect(await missingPackages('lamp-15', env)).toEqual(['libnew72', 'lamp-common', 'lamp-15']);
});
