import { chmod, copyFile, link, mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Host } from '../../../support/hosts/host-program.ts';
import { accounts, aHost, aProcess, pathsIn, plainAccount, recordsOf } from '../../../support/hosts/host-program.ts';

const [longAgo, tomorrow] = [new Date('2020-01-01'), new Date(Date.now() + 24 * 3_600_000)];

/** An old file of some bytes, its name one character a byte. */
async function anOldFile(host: Host, name: string, content = 'content'): Promise<string> {
  const path = Buffer.from(join(host.root, name), 'latin1');
  await writeFile(path, content);
  await utimes(path, longAgo, longAgo);
  return path.toString('latin1');
}

async function areMounted(...commands: readonly (readonly string[])[]): Promise<boolean> {
  try {
    for (const args of commands) {
      execFileSync('mount', args, { stdio: 'ignore' });
      onTestFinished(() => void execFileSync('umount', ['--lazy', args.at(-1) ?? '']));
    }
    return true;
  } catch {
    return false;
  }
}

describe.each(accounts)('files, as $name,', (account) => {
  it('deletes old files at any depth, leaves folders, and tells each with its size', async () => {
    const host = await aHost(account);
    await mkdir(join(host.root, 'a/b'), { recursive: true });
    await chmod(join(host.root, 'a'), 0o777);
    await chmod(join(host.root, 'a/b'), 0o777);
    const old = [await anOldFile(host, 'x'), await anOldFile(host, 'a/b/y', 'four')];

    const run = await host.run('files', 'clean', host.root, '0');

    expect(run).toMatchObject({ exitCode: 0 });
    expect(pathsIn(run).toSorted()).toEqual(old.toSorted());
    expect(recordsOf(run.output).find((fields) => fields[3] === old[1])).toEqual([
      '4',
      '8',
      '1577836800.0000000000',
      old[1],
    ]);
    expect(recordsOf(run.output).at(-1)).toEqual(['end', 'done', '2', '8192']);
    expect(await readdir(host.root, { recursive: true })).toEqual(['a', 'a/b']);
  });

  it('lists exactly what it would delete, and touches nothing', async () => {
    const host = await aHost(account);
    for (const name of ['3', '1', '2', 'x\ny']) await anOldFile(host, name);

    const listed = await host.run('files', 'list', host.root, '0');
    const left = await readdir(host.root);
    const cleaned = await host.run('files', 'clean', host.root, '0');

    expect(left).toHaveLength(4);
    expect(cleaned).toEqual(listed);
    expect(await readdir(host.root)).toEqual([]);
  });

  it.each(['-rf', '--', '-delete', 'a\nb', 'a\tb', '\xff\xfe', '* ?[x]', "';id;'", ' ', 'end\tdone\t0\t0', '\\n%s'])(
    'takes the name %j as a name',
    async (name) => {
      const host = await aHost(account);
      const [path, neighbour] = [await anOldFile(host, name), await anOldFile(host, 'neighbour')];
      await utimes(neighbour, tomorrow, tomorrow);

      const run = await host.run('files', 'clean', host.root, '0');

      expect(pathsIn(run)).toEqual([path]);
      expect(await readdir(host.root)).toEqual(['neighbour']);
    },
  );

  it('keeps what is young by any of its times', async () => {
    const host = await aHost(account);
    await utimes(await anOldFile(host, 'written'), longAgo, tomorrow);
    await utimes(await anOldFile(host, 'read'), tomorrow, longAgo);
    await anOldFile(host, 'arrived with an old date');
    await host.allow(`files ${host.root} 5`);

    const now = await host.run('files', 'clean', host.root, '0');
    await anOldFile(host, 'arrived with an old date');
    const later = await host.run('files', 'clean', host.root, '5');

    expect(pathsIn(now)).toEqual([join(host.root, 'arrived with an old date')]);
    expect(pathsIn(later)).toEqual([]);
    expect((await readdir(host.root)).toSorted()).toEqual(['arrived with an old date', 'read', 'written']);
  });

  it('follows no symbolic link and deletes none', async () => {
    const host = await aHost(account);
    await mkdir(join(host.outside, 'folder'));
    await writeFile(join(host.outside, 'folder/file'), 'dear');
    await symlink(join(host.outside, 'folder/file'), join(host.root, 'to-file'));
    await symlink(join(host.outside, 'folder'), join(host.root, 'to-folder'));

    const run = await host.run('files', 'clean', host.root, '0');

    expect(pathsIn(run)).toEqual([]);
    expect(await readFile(join(host.root, 'to-folder/file'), 'utf8')).toBe('dear');
    expect(await readdir(host.root)).toHaveLength(2);
  });

  it('keeps a file with a second name, wherever that is', async () => {
    const host = await aHost(account);
    await link(await anOldFile(host, 'elsewhere'), join(host.outside, 'second'));
    await link(await anOldFile(host, 'here'), join(host.root, 'second'));

    const run = await host.run('files', 'clean', host.root, '0');

    expect(pathsIn(run)).toEqual([]);
    expect((await readdir(host.root)).toSorted()).toEqual(['elsewhere', 'here', 'second']);
  });

  it('keeps what a process reads, writes or runs', async () => {
    const host = await aHost(account);
    const [read, written, program] = [
      await anOldFile(host, 'read'),
      await anOldFile(host, 'written'),
      join(host.root, 'program'),
    ];
    await anOldFile(host, 'idle');
    await copyFile('/bin/sleep', program);
    for (const path of [read, written, program]) await chmod(path, 0o777);
    await aProcess(account, 'exec 3<"$1" 4>>"$2"; "$3" 600 & sleep 0.2; echo ready; wait', read, written, program);
    for (const path of [read, written, program]) await utimes(path, longAgo, longAgo);

    const run = await host.run('files', 'clean', host.root, '0');

    expect(pathsIn(run)).toEqual([join(host.root, 'idle')]);
    expect((await readdir(host.root)).toSorted()).toEqual(['program', 'read', 'written']);
  });

  it.each(['files', 'backups'])('%s refuses a root that is a link, lies behind one, or is none', async (command) => {
    const host = await aHost(account);
    await mkdir(join(host.outside, 'folder'));
    await writeFile(join(host.outside, 'folder/file'), 'dear');
    await symlink(host.outside, join(host.root, 'link'));
    const limits = command === 'files' ? ['0'] : ['1', '0'];

    const paths = ['link', 'link/folder', 'link/', 'missing', 'link/folder/file'];
    for (const path of paths) await host.allow(`${command} ${host.root}/${path} ${limits.join(' ')}`);

    const runs = paths.map((path) => host.run(command, 'clean', `${host.root}/${path}`, ...limits));

    expect((await Promise.all(runs)).map(({ exitCode, output }) => ({ exitCode, output }))).toEqual(
      [3, 3, 2, 3, 3].map((exitCode) => ({ exitCode, output: '' })),
    );
    expect(await readdir(join(host.outside, 'folder'))).toEqual(['file']);
  });
});

describe('files', () => {
  it('stays out of what is mounted inside, also from the same file system', async () => {
    const host = await aHost();
    const [other, same] = [join(host.root, 'other'), join(host.root, 'sa[me] *')];
    for (const folder of [other, same]) await mkdir(folder);
    const mounted = await areMounted(['-t', 'tmpfs', 'tmpfs', other], ['--bind', host.outside, same]);
    for (const folder of [other, same]) await mkdir(join(folder, 'deep'));
    for (const folder of [other, same]) await anOldFile(host, join(folder, 'deep/file').slice(host.root.length));
    await anOldFile(host, 'mine');

    const run = await host.run('files', 'clean', host.root, '0');

    expect(run).toMatchObject({ exitCode: 0, errors: expect.not.stringMatching(/find:/) as unknown });
    expect(pathsIn(run)).toHaveLength(mounted ? 1 : 3);
    expect(await readdir(join(other, 'deep'))).toHaveLength(mounted ? 1 : 0);
    expect(await readdir(join(same, 'deep'))).toHaveLength(mounted ? 1 : 0);
  });

  it('goes on where a folder cannot be read, and says that it did not do everything', async () => {
    const host = await aHost(plainAccount);
    await mkdir(join(host.root, 'closed'));
    await anOldFile(host, 'closed/file');
    const open = await anOldFile(host, 'open');
    await chmod(join(host.root, 'closed'), 0);
    onTestFinished(() => chmod(join(host.root, 'closed'), 0o700));

    const run = await host.run('files', 'clean', host.root, '0');

    expect(run).toMatchObject({ exitCode: 1, errors: expect.stringContaining('closed') as unknown });
    expect(pathsIn(run)).toEqual([open]);
    expect(recordsOf(run.output).at(-1)?.slice(0, 3)).toEqual(['end', 'partial', '1']);
  });

  it.each(
    ['/', '/etc', '/etc/x', '/usr/local/x', '/bin', '/home', '/home/me', '/var', '/var/lib', '/var/lib/x', '/var/log']
      .concat([
        '/var/run/x',
        '/proc/1',
        '/dev/shm',
        '/root',
        '/srv',
        'tmp',
        './tmp',
        '',
        '/tmp/',
        '//tmp',
        '/tmp/../etc',
      ])
      .concat(['/tmp/./x', '/tmp/x y', '/tmp/*', '/tmp/x\n', '/tmp/\xe9', '-delete', '/tmp/$(id)']),
  )('never cleans %j', async (path) => {
    const host = await aHost();
    await host.allow(`files ${path} 99999999`);

    const files = await host.run('files', 'clean', path, '99999999');

    expect(files).toMatchObject({ exitCode: 2, output: '' });
  });

  it.each([
    ['files'],
    ['files', 'clean'],
    ['files', 'clean', '/srv/none'],
    ['files', 'clean', '/srv/none', '-1'],
    ['files', 'clean', '/srv/none', '1.5'],
    ['files', 'clean', '/srv/none', '09'],
    ['files', 'clean', '/srv/none', '1 -o -true'],
    ['files', 'clean', '/srv/none', '1', '-delete'],
    ['files', 'delete', '/srv/none', '1'],
    ['files clean', '/srv/none', '1'],
    [],
  ])('refuses the arguments %j', async (...args) => {
    const host = await aHost();
    await host.allow(args.filter((_, index) => index !== 1).join(' '));

    const run = await host.run(...args);

    expect(run).toMatchObject({ exitCode: 2, output: '' });
  });
});
