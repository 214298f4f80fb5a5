import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { playbookDigest } from '../../../../clients/ansible/playbook-digest.ts';
import type { PlaybookDefinition } from '../../../../model/playbook/playbook.ts';
import { aPlaybook } from '../../../support/playbooks/playbooks.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

/** A playbook with a role, in a folder of its own. */
async function aFolder(overrides: (folder: string) => Partial<PlaybookDefinition> = () => ({})) {
  const folder = await aScratchFolder();
  const write = async (path: string, content: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  await write('light.yml', '- hosts: all');
  await write('roles/lamp/tasks/main.yml', '- ping:');
  await write('group_vars/all/oil.yml', 'oil: 1');
  const playbook = aPlaybook({ file: join(folder, 'light.yml'), ...overrides(folder) });
  return { folder, write, digest: () => playbookDigest(playbook) };
}

describe('the digest of a playbook', () => {
  it('is the same for the same files, wherever they lie and however old they are', async () => {
    const [one, other] = [await aFolder(), await aFolder()];
    await utimes(join(other.folder, 'light.yml'), 1, 1);

    expect(await one.digest()).toBe(await other.digest());
  });

  it.each([
    ['the playbook', 'light.yml'],
    ['a role of it', 'roles/lamp/tasks/main.yml'],
    ['its inventory', 'inventory/hosts.yml'],
    ['what takes it back', 'back/dark.yml'],
    ['the length of a variable file', 'group_vars/all/oil.yml'],
    ['the files that there are', 'roles/lamp/tasks/other.yml'],
  ])('changes with %s', async (_what, path) => {
    const { digest, write } = await aFolder((folder) => ({
      inventory: join(folder, 'inventory'),
      undo: join(folder, 'back/dark.yml'),
    }));
    await write('inventory/hosts.yml', 'a: 1');
    await write('back/dark.yml', '- hosts: all');
    const before = await digest();

    await write(path, '- hosts: web-1');

    expect(await digest()).not.toBe(before);
  });

  it.each(['vault.yml', 'group_vars/all/oil.yml', 'host_vars/web-1', 'vars/main.yml', 'files/db-password', 'key.pass'])(
    'knows nothing of what is in %s',
    async (path) => {
      const { digest, write } = await aFolder((own) => ({ vaultPasswordFile: join(own, 'key.pass') }));
      await write(path, 'sesame');
      const before = await digest();

      await write(path, 'hidden');

      expect(await digest()).toBe(before);
    },
  );

  it('waits for nothing that is no file', async () => {
    const { digest, folder } = await aFolder();
    execFileSync('mkfifo', [join(folder, 'pipe')]);

    await expect(digest()).resolves.toMatch(/^[0-9a-f]{32}$/);
  });

  it('knows what is in a playbook whatever it and the folders above it are called', async () => {
    const { write, folder } = await aFolder();
    await write('vars/secret/rotate-secrets.yml', 'sesame');
    const playbook = aPlaybook({ file: join(folder, 'vars/secret/rotate-secrets.yml') });
    await write('vars/secret/tasks.yml', 'light');
    const before = await playbookDigest(playbook);

    await write('vars/secret/rotate-secrets.yml', 'hidden');
    const changed = await playbookDigest(playbook);
    await write('vars/secret/tasks.yml', 'darke');

    expect(new Set([before, changed, await playbookDigest(playbook)]).size).toBe(3);
  });

  it('follows the link by which a release is the current one, and notices when it is another', async () => {
    const [one, other] = [await aFolder(), await aFolder()];
    await other.write('light.yml', '- hosts: web-1');
    const link = join(await aScratchFolder(), 'current');
    const playbook = aPlaybook({ file: join(link, 'light.yml') });
    await symlink(one.folder, link);
    const before = await playbookDigest(playbook);

    await rm(link);
    await symlink(other.folder, link);

    expect(await playbookDigest(playbook)).not.toBe(before);
  });

  it('opens no link', async () => {
    const { digest, folder } = await aFolder();
    await symlink('/dev/zero', join(folder, 'endless'));

    await expect(digest()).resolves.toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    ['is not there', () => ({ file: '/nowhere/light.yml' }), /cannot be read/],
    ['has no undo where one is described', () => ({ undo: '/nowhere/dark.yml' }), /cannot be read/],
  ])('says so where the playbook %s', async (_what, overrides, words) => {
    const { digest } = await aFolder(overrides);

    await expect(digest()).rejects.toThrow(words);
  });

  it('does not read a whole disk', async () => {
    const { digest, write } = await aFolder();
    await Promise.all(Array.from({ length: 2_001 }, (_, nth) => write(`files/${nth}`, '')));

    await expect(digest()).rejects.toThrow(/more than 2000 files/);
  });
});
