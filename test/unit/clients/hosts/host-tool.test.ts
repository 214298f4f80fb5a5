import { describe, expect, it } from 'vitest';
import { createHostTool } from '../../../../clients/hosts/host-tool.ts';
import type { CommandOutcome } from '../../../../clients/commands/command.ts';
import type { CleaningRule } from '../../../../model/host/cleaning.ts';

const rule: CleaningRule = { kind: 'temporary', root: '/srv/tmp', olderThanMinutes: 60 };

/** A host whose program prints this and ends so. */
function aTool(printed: string, ended: Partial<CommandOutcome>) {
  return createHostTool('web-1', (_host, _command, { onOutput }) => {
    onOutput?.(Buffer.from(printed));
    return Promise.resolve({ exitCode: 0, output: '', truncated: false, problem: null, ...ended });
  });
}

const [done, partial] = ['end\tdone\t0\t0\0', 'end\tpartial\t0\t0\0'];

describe('an answer of a host', () => {
  it.each([
    ['done', done, { exitCode: 0 }],
    ['partial', partial, { exitCode: 1 }],
    ['refused', '', { exitCode: 2 }],
    ['impossible', '', { exitCode: 3 }],
    ['broken-off', '', { exitCode: 0 }],
    ['broken-off', '', { exitCode: 1 }],
    ['broken-off', done, { exitCode: 1 }],
    ['broken-off', partial, { exitCode: 0 }],
    ['broken-off', done, { exitCode: 2 }],
    ['broken-off', done, { exitCode: 3 }],
    ['broken-off', done, { exitCode: null, problem: 'disconnected' }],
    ['broken-off', '', { exitCode: null, problem: 'not-started' }],
    ['broken-off', '', { exitCode: 255 }],
  ] as const)('is %s after %j and %j', async (status, printed, ended) => {
    expect(await aTool(printed, ended).clean('list', rule)).toMatchObject({ status });
  });

  it('holds the first of many items, counts all, and hands each on', async () => {
    const records = Array.from({ length: 500 }, (_, nth) => `5\t8\t0.0\t/srv/tmp/${nth}\0`).join('');
    const names: string[] = [];

    const answer = await aTool(`${records}end\tdone\t500\t2048000\0`, {}).clean('clean', rule, {
      onItem: ({ name }) => void names.push(name),
    });

    expect(answer).toMatchObject({ status: 'done', count: 500, bytes: 2_048_000 });
    expect(answer.items).toHaveLength(100);
    expect(answer.items[0]).toEqual({ name: '/srv/tmp/0', bytesOnDisk: 4_096 });
    expect(names).toHaveLength(500);
  });

  it('tells what the host complained of, masked and short', async () => {
    const output = `nightshift-host: note\n\npassword=hunter2 ${'x'.repeat(1_000)}\n`;

    const { problems } = await aTool('', { exitCode: 2, output }).usage('/srv');

    expect(problems[0]).toBe('nightshift-host: note');
    expect(problems[1]).toMatch(/^password=\[secret\] x+…$/);
    expect(problems).toHaveLength(2);
  });

  it.each([
    ['journal', { kind: 'journal', keepBytes: 2e6 }, '5000\t/var/log/journal\0', '/var/log/journal', 5_000],
    ['images', { kind: 'images', engine: 'docker' }, '700\tsha256:c0ffee\t[shop:1]\0', '[shop:1]', 700],
    ['images without a name', { kind: 'images', engine: 'docker' }, '7\tsha256:c0ffee\t[]\0', 'sha256:c0ffee', 7],
  ] as const)('reads %s in their own shape', async (_what, cleaned, record, name, bytesOnDisk) => {
    const { items } = await aTool(`${record}end\tdone\t1\t0\0`, {}).clean('list', cleaned);

    expect(items).toEqual([{ name, bytesOnDisk }]);
  });

  it('reads folders, and files that are gone', async () => {
    const folders = await aTool('bytes\t10\t/srv\0inodes\t3\t/srv\0end\tdone\t2\t0\0', {}).largest('/srv');
    const files = await aTool('42\tjava\t10\t4096\t/srv/gone\0end\tdone\t1\t0\0', {}).deletedOpen('/srv');

    expect(folders.items.map(({ measure, amount }) => [measure, amount])).toEqual([
      ['bytes', 10],
      ['inodes', 3],
    ]);
    expect(files.items).toEqual([{ pid: 42, program: 'java', bytes: 10, bytesOnDisk: 4_096, path: '/srv/gone' }]);
  });
});
