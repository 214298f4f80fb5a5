import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { withLock } from '../../../../stack/obtaining/lock.ts';
import { publishOnce } from '../../../../stack/obtaining/publish.ts';
import { runTool } from '../../../../stack/obtaining/tool.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

const fast = { retryMs: 5, refreshMs: 20, staleAfterMs: 500 };

function slowBuild(text: string) {
  return async (temporary: string) => {
    await writeScript(join(temporary, 'lamp'), `echo ${text}`);
    await sleep(50);
    await writeFile(join(temporary, 'second'), text);
  };
}

it('builds once when two ask at the same time', async () => {
  const root = await scratchFolder();
  const build = vi.fn(slowBuild('light'));

  await Promise.all([1, 2].map(() => publishOnce(join(root, 'lamp', '1'), 'lamp', build, fast)));

  expect(build).toHaveBeenCalledTimes(1);
  expect(await readdir(join(root, 'lamp'))).toEqual(['1']);
});

it('shows no folder before it is complete', async () => {
  const root = await scratchFolder();
  const folder = join(root, 'lamp', '1');
  const seen: string[][] = [];

  const publishing = publishOnce(folder, 'lamp', slowBuild('light'), fast);
  const look = () =>
    readdir(folder).then(
      (names) => seen.push(names.toSorted()),
      () => undefined,
    );
  const watching = setInterval(() => void look(), 2);
  await publishing.finally(() => clearInterval(watching));
  await look();

  expect(new Set(seen.map((names) => names.join(' ')))).toEqual(new Set(['lamp second']));
});

it('lets one of two builders win when a lock was lost', async () => {
  const root = await scratchFolder();
  const folder = join(root, 'lamp', '1');
  const other = async () => {
    await mkdir(folder, { recursive: true });
    await writeScript(join(folder, 'lamp'), 'echo other');
  };

  await publishOnce(folder, 'lamp', async (temporary) => {
    await slowBuild('own')(temporary);
    await other();
  });

  expect(await readFile(join(folder, 'lamp'), 'utf8')).toContain('echo other');
  expect(await readdir(join(root, 'lamp'))).toEqual(['1']);
});

it('leaves nothing behind when the build fails, and lets the next one try', async () => {
  const root = await scratchFolder();
  const folder = join(root, 'lamp', '1');

  const failing = publishOnce(folder, 'lamp', () => Promise.reject(new Error('no oil')), fast);
  await expect(failing).rejects.toThrow('no oil');

  expect(await readdir(join(root, 'lamp'))).toEqual([]);
  await publishOnce(folder, 'lamp', slowBuild('light'), fast);
  expect(await readdir(folder)).toContain('lamp');
});

it('replaces an entry that has lost its executable', async () => {
  const root = await scratchFolder();
  const folder = join(root, 'lamp', '1');
  await mkdir(folder, { recursive: true });

  await publishOnce(folder, 'lamp', slowBuild('light'), fast);

  expect(await readdir(folder)).toContain('lamp');
});

it('keeps two processes from building the same entry', async () => {
  const root = await scratchFolder();
  const modules = new URL('../../../../stack/obtaining/', import.meta.url);
  const program = `
    import { publishOnce } from '${new URL('publish.ts', modules).href}';
    import { appendFile, chmod, writeFile } from 'node:fs/promises';
    await publishOnce('${join(root, 'lamp', '1')}', 'lamp', async (temporary) => {
      await appendFile('${join(root, 'builds')}', 'x');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await writeFile(temporary + '/lamp', '');
      await chmod(temporary + '/lamp', 0o755);
    }, { retryMs: 10 });`;
  const env = { PATH: join(process.execPath, '..') };

  await Promise.all([1, 2].map(() => runTool('node', ['--input-type=module', '-e', program], { env })));

  expect(await readFile(join(root, 'builds'), 'utf8')).toBe('x');
});

it('says that it waits for another holder of a lock', async () => {
  const lock = join(await scratchFolder(), 'lock');
  const onWait = vi.fn();

  const { promise: held, resolve: isHeld } = Promise.withResolvers<void>();
  const first = withLock(lock, fast, () => {
    isHeld();
    return sleep(50);
  });
  await held;
  await withLock(lock, { ...fast, onWait }, () => Promise.resolve());

  await first;
  expect(onWait).toHaveBeenCalledTimes(1);
});

it('takes over a lock that its holder left behind, but not one that is kept fresh', async () => {
  const folder = await scratchFolder();
  const abandoned = join(folder, 'abandoned');
  await mkdir(abandoned);
  await utimes(abandoned, new Date(0), new Date(0));
  const order: string[] = [];

  const long = withLock(join(folder, 'held'), fast, () => sleep(1_000).then(() => order.push('first')));
  await withLock(abandoned, fast, () => Promise.resolve());
  await withLock(join(folder, 'held'), fast, () => Promise.resolve(order.push('second')));

  await long;
  expect(order).toEqual(['first', 'second']);
  await expect(stat(abandoned)).rejects.toMatchObject({ code: 'ENOENT' });
});
