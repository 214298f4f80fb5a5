import { chmod, mkdir, open, statfs, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accounts, aHost, aProcess, recordsOf } from '../../../support/hosts/host-program.ts';

describe.each(accounts)('as $name', (account) => {
  it('usage tells how full the file system is', async () => {
    const host = await aHost(account);
    const { blocks, bsize, files } = await statfs(host.root);

    const run = await host.run('usage', host.root);

    const [[size, , , inodes] = []] = recordsOf(run.output);
    expect(run).toMatchObject({ exitCode: 0, errors: '' });
    expect([Number(size), Number(inodes)]).toEqual([blocks * bsize, files]);
  });

  it('largest names the folders that hold most bytes and most files', async () => {
    const host = await aHost(account);
    for (const name of ['few large', 'many small']) await mkdir(join(host.root, name));
    await writeFile(join(host.root, 'few large/file'), 'x'.repeat(1_000_000));
    for (let nth = 0; nth < 50; nth++) await writeFile(join(host.root, `many small/${nth}`), '');

    const run = await host.run('largest', host.root, '10');

    const records = recordsOf(run.output).slice(0, -1);
    const first = (measure: string) => records.filter(([kind]) => kind === measure).map((fields) => fields[2])[1];
    expect(first('bytes')).toBe(join(host.root, 'few large'));
    expect(first('inodes')).toBe(join(host.root, 'many small'));
  });

  it('deleted-open names what is gone and still takes room, and who holds it', async () => {
    const host = await aHost(account);
    const path = join(host.root, 'gone\nand away');
    await writeFile(path, 'x'.repeat(10_000));
    await chmod(path, 0o666);
    const pid = await aProcess(account, 'exec 3<"$1"; echo ready; sleep 600', path);
    await unlink(path);

    const run = await host.run('deleted-open', host.root);

    const records = recordsOf(run.output).filter((fields) => fields[4] === path);
    expect(records.map(([holder]) => Number(holder))).toContain(pid);
    expect(records[0]?.slice(2, 4)).toEqual(['10000', '12288']);
  });
});

describe('the configuration', () => {
  it.each([
    ['others may write it', (file: string) => chmod(file, 0o666)],
    ['others may write its folder', (file: string) => chmod(dirname(file), 0o777)],
    ['it is not there', (file: string) => unlink(file)],
  ])('allows nothing where %s', async (_why, spoil) => {
    const host = await aHost();
    await spoil(host.configuration);

    expect(await host.run('files', 'clean', host.root, '0')).toMatchObject({ exitCode: 3, output: '' });
    expect(await host.run('usage', host.root)).toMatchObject({ exitCode: 3, output: '' });
  });

  it('allows nothing that belongs to another account', async () => {
    const host = await aHost(undefined, (source) => source.replace(/^readonly owner=\d+ /m, 'readonly owner=12345 '));

    expect(await host.run('files', 'clean', host.root, '0')).toMatchObject({ exitCode: 3, output: '' });
  });

  it.each([
    ['files', 'clean', '1'],
    ['files', 'clean', '00'],
    ['backups', 'clean', '0'],
  ])('allows no more than its lines say: %j', async (command, purpose, words) => {
    const host = await aHost();

    const run = await host.run(command, purpose, host.root, words);

    expect(run).toMatchObject({ exitCode: 2, output: '' });
  });

  it('reads lines with any space between their words', async () => {
    const host = await aHost();
    await writeFile(host.configuration, `# a comment\n\n  files \t ${host.root}   7  \n`);

    expect(await host.run('files', 'list', host.root, '7')).toMatchObject({ exitCode: 0 });
  });

  it('is not read any further than a line that says it', async () => {
    const host = await aHost();
    const file = await open(host.configuration, 'a');
    await file.write('x'.repeat(1_000_000));
    await file.close();

    expect(await host.run('files', 'list', host.root, '0')).toMatchObject({ exitCode: 0 });
  });
});

describe('what this host does not have', () => {
  it.each([
    ['journal', 'vacuum', '1048575', 2],
    ['journal', 'vacuum', 'all', 2],
    ['caches', 'clean', 'npm', 2],
    ['images', 'prune', 'rkt', 2],
    ['logs', 'rotate', '/nonexistent.conf', 3],
    ['caches', 'clean', 'dnf', 3],
  ])('is refused: %s %s %s', async (command, purpose, word, exitCode) => {
    const host = await aHost();
    await host.allow(`${command} ${word}`);

    expect(await host.run(command, purpose, word)).toMatchObject({ exitCode, output: '' });
  });
});
