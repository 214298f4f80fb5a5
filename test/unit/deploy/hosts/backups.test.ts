import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../../support/hosts/host-program.ts';
import { accounts, aHost, aProcess, pathsIn, recordsOf } from '../../../support/hosts/host-program.ts';

const hour = 3_600_000;

/** A backup of so many bytes that was finished so many hours ago. */
async function aBackup({ root }: Host, name: string, hoursAgo: number, bytes = 1_000): Promise<string> {
  const path = join(root, name);
  await writeFile(path, 'x'.repeat(bytes));
  const at = new Date(Date.now() - hoursAgo * hour);
  await utimes(path, at, at);
  return path;
}

async function clean(host: Host, keep: string, minutes = '0', ...suffix: readonly string[]) {
  await host.allow(['backups', host.root, keep, minutes, ...suffix].join(' '));
  return host.run('backups', 'clean', host.root, keep, minutes, ...suffix);
}

describe.each(accounts)('backups, as $name,', (account) => {
  it('keeps the newest good ones, and deletes what is older', async () => {
    const host = await aHost(account);
    const [first, second] = [await aBackup(host, 'a', 50), await aBackup(host, 'b', 40)];
    await aBackup(host, 'c', 30);
    await aBackup(host, 'd', 20);

    const run = await clean(host, '2');

    expect(pathsIn(run).toSorted()).toEqual([first, second]);
    expect((await readdir(host.root)).toSorted()).toEqual(['c', 'd']);
  });

  it('lists exactly what it would delete, and touches nothing', async () => {
    const host = await aHost(account);
    for (const [name, age] of [
      ['a', 50],
      ['b', 40],
      ['c', 30],
    ] as const)
      await aBackup(host, name, age);
    await host.allow(`backups ${host.root} 1 0`);

    const listed = await host.run('backups', 'list', host.root, '1', '0');
    const left = await readdir(host.root);
    const cleaned = await host.run('backups', 'clean', host.root, '1', '0');

    expect(left).toHaveLength(3);
    expect(cleaned).toEqual(listed);
  });
});

describe('backups', () => {
  it('keeps young ones beyond the count', async () => {
    const host = await aHost();
    const old = await aBackup(host, 'old', 50);
    for (const age of [3, 4, 5]) await aBackup(host, `young-${age}`, age);
    // Their other times are of now: nothing that arrived within the limit goes.
    const young = await clean(host, '1', '1');
    const any = await clean(host, '1', '0');

    expect(pathsIn(young)).toEqual([]);
    expect(pathsIn(any)).toContain(old);
    expect(await readdir(host.root)).toEqual(['young-3']);
  });

  it.each([
    ['empty', 0],
    ['much smaller than the others, as one that broke off', 50],
  ])('does not count one that is %s as good', async (_what, bytes) => {
    const host = await aHost();
    await aBackup(host, 'good', 30);
    await aBackup(host, 'newest', 2, bytes);

    const run = await clean(host, '1');

    expect(pathsIn(run)).toEqual([]);
    expect((await readdir(host.root)).toSorted()).toEqual(['good', 'newest']);
  });

  it('does not count one as good that may still be growing', async () => {
    const host = await aHost();
    await aBackup(host, 'good', 30);
    await aBackup(host, 'growing', 0.5);

    expect(pathsIn(await clean(host, '1'))).toEqual([]);
  });

  it('does not count one as good that a process has open', async () => {
    const host = await aHost();
    await aBackup(host, 'good', 30);
    const open = await aBackup(host, 'open', 20);
    await aProcess(host.account, 'exec 3<"$1"; echo ready; sleep 600', open);

    expect(pathsIn(await clean(host, '1'))).toEqual([]);
    expect(await readdir(host.root)).toHaveLength(2);
  });

  it('says why nothing goes where there are fewer than have to stay', async () => {
    const host = await aHost();
    await aBackup(host, 'a', 50);
    await aBackup(host, 'b', 40);

    const run = await clean(host, '3');

    expect(run).toMatchObject({ exitCode: 0, errors: expect.stringContaining('fewer than 3 good backups') as unknown });
    expect(recordsOf(run.output)).toEqual([['end', 'done', '0', '0']]);
  });

  it('sees only the ending that it is told', async () => {
    const host = await aHost();
    const old = await aBackup(host, 'a.tar', 50);
    await aBackup(host, 'b.tar', 40);
    await aBackup(host, 'notes', 90);

    const run = await clean(host, '1', '0', '.tar');

    expect(pathsIn(run)).toEqual([old]);
  });

  it.each([['0', '0'], ['-1', '0'], ['1', '-5'], ['1', '0', '/x'], ['1'], ['1', '0', '.tar', 'more']])(
    'refuses %j',
    async (...words) => {
      const host = await aHost();
      await host.allow(['backups', host.root, ...words].join(' '));

      expect(await host.run('backups', 'clean', host.root, ...words)).toMatchObject({ exitCode: 2, output: '' });
    },
  );
});
