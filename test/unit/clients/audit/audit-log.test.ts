import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, link, mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AuditLog } from '../../../../clients/audit/audit-log.ts';
import { openAuditLog } from '../../../../clients/audit/audit-log.ts';
import { AuditUnavailableError } from '../../../../clients/audit/audit-unavailable.ts';
import type { ActionRecord, AuditRecord } from '../../../../model/audit.ts';
import { anIntent } from '../../../support/builders.ts';
import { aFullDisk } from '../../../support/hosts/full-disk.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

const writer = fileURLToPath(new URL('../../../support/audit/audit-writer.ts', import.meta.url));

/** A log in a folder that does not exist yet. */
async function anAuditLog(): Promise<{ readonly file: string; readonly audit: AuditLog }> {
  const file = join(await aScratchFolder(), 'deep', 'audit.jsonl');
  return { file, audit: await opened(file) };
}

async function opened(file: string): Promise<AuditLog> {
  const audit = await openAuditLog(file);
  onTestFinished(() => audit.close());
  return audit;
}

/** The keys of the lines that can be read, and how many cannot. */
async function linesOf(file: string): Promise<{ readonly keys: readonly string[]; readonly torn: number }> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const keys = lines.flatMap((line) => {
    try {
      return [(JSON.parse(line) as { key: string }).key];
    } catch {
      return [];
    }
  });
  return { keys, torn: lines.length - keys.length };
}

function keysUpTo(count: number, prefix: string): readonly string[] {
  return Array.from({ length: count }, (_, nth) => `${prefix}-${nth}`);
}

/** Every sync of every file, which happens all the same. */
async function watchedSync() {
  const handle = await open('/dev/null');
  const sync = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, 'datasync');
  onTestFinished(() => sync.mockRestore());
  await handle.close();
  return sync;
}

/** A log that has one record in its file, and one in a file that was rotated away from it. */
async function aRotatedLog(name: string): Promise<{ readonly audit: AuditLog; readonly older: string }> {
  const { file, audit } = await anAuditLog();
  await audit.write(anIntent({ step: 0 }));
  const older = `${file}${name}`;
  await rename(file, older);
  await audit.write(anIntent({ step: 1 }));
  return { audit, older };
}

const stepsOf = (records: readonly ActionRecord[]) => records.map(({ step }) => step);

describe('an audit log', () => {
  it('finds the records of one key in their order, and no others', async () => {
    const { audit } = await anAuditLog();
    const { before: _before, ...common } = anIntent() as Extract<ActionRecord, { before: object }>;
    const result: ActionRecord = { ...common, kind: 'result', result: 'done', summary: 'restarted', after: {} };
    await audit.write(anIntent());
    await audit.write(anIntent({ key: 'a-key-2', before: { mentions: 'a-key' } }));
    await audit.write({ ...common, kind: 'guard', refusal: null, detail: 'it may run' });
    await audit.write(result);

    expect(await audit.find('a-key')).toEqual([anIntent(), result]);
    expect(await audit.find('nothing')).toEqual([]);
  });

  it('only appends, and gives nobody but its owner and group a look', async () => {
    const { file, audit } = await anAuditLog();
    await audit.write(anIntent({ key: 'first' }));

    await (await opened(file)).write(anIntent({ key: 'second' }));

    expect(await linesOf(file)).toEqual({ keys: ['first', 'second'], torn: 0 });
    expect((await stat(file)).mode & 0o137).toBe(0);
  });

  it('keeps every record of many writers apart', async () => {
    const { file, audit } = await anAuditLog();
    const other = await opened(file);
    const keys = [...keysUpTo(200, 'one'), ...keysUpTo(200, 'other')];

    await Promise.all(keys.map((key) => (key.startsWith('one') ? audit : other).write(anIntent({ key }))));

    const written = await linesOf(file);
    expect(written.torn).toBe(0);
    expect(written.keys.toSorted()).toEqual(keys.toSorted());
  });

  it('syncs before it resolves, and once for all that came meanwhile', async () => {
    const { audit } = await anAuditLog();
    const sync = await watchedSync();

    await audit.write(anIntent());
    const afterOne = sync.mock.calls.length;
    await Promise.all(keysUpTo(100, 'key').map((key) => audit.write(anIntent({ key }))));

    expect(afterOne).toBe(1);
    expect(sync.mock.calls.length - afterOne).toBe(2);
  });

  it('lets what is under way end when it is closed, and takes nothing after that', async () => {
    const { file, audit } = await anAuditLog();
    const underWay = keysUpTo(10, 'key').map((key) => audit.write(anIntent({ key })));

    await audit.close();

    expect((await linesOf(file)).keys).toHaveLength(10);
    await Promise.all(underWay);
    await expect(audit.write(anIntent())).rejects.toThrow(AuditUnavailableError);
  });
});

describe('after a crash', () => {
  it('has every record that was promised, and goes on after the torn line', { timeout: 60_000 }, async () => {
    const { file, audit } = await anAuditLog();
    const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let promised = '';
    for await (const chunk of child.stdout) {
      promised += String(chunk);
      if (promised.length > 2_000) child.kill('SIGKILL');
    }
    await exited;
    // Where a kill meets a write is chance: this is what it leaves at worst.
    await appendFile(file, '{"kind":"intent","key":"torn","be');

    await audit.write(anIntent({ key: 'afterwards' }));

    const { keys, torn } = await linesOf(file);
    expect(child.signalCode).toBe('SIGKILL');
    expect(keys).toEqual(expect.arrayContaining(promised.split('\n').slice(0, -1)));
    expect(torn).toBe(1);
    expect(await audit.find('afterwards')).toHaveLength(1);
    expect(await audit.find('torn')).toEqual([]);
  });
});

describe('a rotation', () => {
  it('by renaming is noticed', async () => {
    const { file, audit } = await anAuditLog();
    await audit.write(anIntent({ key: 'before' }));
    await rename(file, `${file}.1`);

    await audit.write(anIntent({ key: 'after' }));

    expect((await linesOf(`${file}.1`)).keys).toEqual(['before']);
    expect((await linesOf(file)).keys).toEqual(['after']);
  });

  it('that puts an empty file in its place is noticed', async () => {
    const { file, audit } = await anAuditLog();
    await audit.write(anIntent({ key: 'before' }));
    await rename(file, `${file}.1`);
    await writeFile(file, '');

    await audit.write(anIntent({ key: 'after' }));

    expect((await linesOf(file)).keys).toEqual(['after']);
  });

  it('that takes the folder away is noticed', async () => {
    const { file, audit } = await anAuditLog();
    await rm(join(file, '..'), { recursive: true });

    await audit.write(anIntent({ key: 'after' }));

    expect((await linesOf(file)).keys).toEqual(['after']);
  });

  it.each(['.1', '-20260101', '.old'])('to %s leaves the older records to be found, the oldest first', async (name) => {
    const { audit } = await aRotatedLog(name);

    expect(stepsOf(await audit.find('a-key'))).toEqual([0, 1]);
  });

  it('of which nothing has been written since leaves the older records to be found', async () => {
    const { file, audit } = await anAuditLog();
    await audit.write(anIntent());
    await rename(file, `${file}.1`);

    expect(await audit.find('a-key')).toHaveLength(1);
  });

  it('that comes twice leaves an order to be found, and nothing is found twice', async () => {
    const { file, audit } = await anAuditLog();
    for (const [step, name] of ['.3', '.1', '.2'].entries()) {
      await audit.write(anIntent({ step }));
      await rename(file, `${file}${name}`);
      await utimes(`${file}${name}`, Date.now() / 1_000, Date.now() / 1_000 - 60 + step);
    }
    await audit.write(anIntent({ step: 3 }));
    await link(file, `${file}.link`);
    await mkdir(`${file}.d`);

    expect(stepsOf(await audit.find('a-key'))).toEqual([0, 1, 2, 3]);
  });

  it('that was long ago, or has been packed since, is not searched', async () => {
    const [long, packed] = [await aRotatedLog('.1'), await aRotatedLog('.1.gz')];
    const eightDaysAgo = Date.now() / 1_000 - 8 * 86_400;
    await utimes(long.older, eightDaysAgo, eightDaysAgo);

    expect(stepsOf(await long.audit.find('a-key'))).toEqual([1]);
    expect(stepsOf(await packed.audit.find('a-key'))).toEqual([1]);
  });
});

describe('an audit log that cannot be used', () => {
  it('refuses on a full disk, and goes on when there is room, without gluing lines', async () => {
    const { file, makeRoom } = await aFullDisk();
    const audit = await opened(file);
    const before = { state: 'more than is left of the disk'.repeat(250) };

    const attempts = await Promise.allSettled(['one', 'two'].map((key) => audit.write(anIntent({ key, before }))));
    await makeRoom();
    await audit.write(anIntent({ key: 'afterwards' }));

    const error = new AuditUnavailableError(file, 'ENOSPC');
    expect(attempts).toEqual([1, 2].map(() => ({ status: 'rejected', reason: error })));
    expect((await linesOf(file)).keys).toEqual(['afterwards']);
    expect(await audit.find('afterwards')).toHaveLength(1);
  });

  it('trusts no handle whose sync has failed', async () => {
    const { audit } = await anAuditLog();
    const sync = await watchedSync();
    sync.mockRejectedValueOnce(Object.assign(new Error('planted'), { code: 'EIO' }));

    await expect(audit.write(anIntent())).rejects.toThrow('(EIO)');
    await audit.write(anIntent());

    const [failed, next] = sync.mock.contexts;
    expect(next).toBeDefined();
    expect(next).not.toBe(failed);
  });

  it.each([
    ['in a folder that is a file', async (folder: string) => `${folder}/file/audit.jsonl`, 'EEXIST'],
    ['that is a folder', async (folder: string) => folder, 'EISDIR'],
    ['without a possible name', async () => 'a\0b', 'ERR_INVALID_ARG_VALUE'],
  ])('cannot be opened %s', async (_what, fileIn, reason) => {
    const folder = await aScratchFolder();
    await writeFile(join(folder, 'file'), '');
    const file = await fileIn(folder);

    await expect(openAuditLog(file)).rejects.toThrow(new AuditUnavailableError(file, reason));
  });

  it('refuses to write and to search when its place has been taken', async () => {
    const { file, audit } = await anAuditLog();
    await rm(file);
    await mkdir(file);

    await expect(audit.write(anIntent())).rejects.toThrow(new AuditUnavailableError(file, 'EISDIR'));
    await expect(audit.find('a-key')).rejects.toThrow(new AuditUnavailableError(file, 'EISDIR'));
  });

  it('refuses a record whose names alone fill a line', async () => {
    const { file, audit } = await anAuditLog();
    const record: AuditRecord = anIntent({ key: 'x'.repeat(70_000) });

    await expect(audit.write(record)).rejects.toThrow(AuditUnavailableError);
    expect((await stat(file)).size).toBe(0);
  });
});
