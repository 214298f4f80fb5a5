import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { link, mkdir, open, readdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../../support/hosts/host-program.ts';
import { aHost, pathsIn, recordsOf } from '../../../support/hosts/host-program.ts';

const longAgo = new Date('2020-01-01');
const tomorrow = new Date(Date.now() + 24 * 3_600_000);

/** One thing in a tree: where, and what. */
interface Plant {
  readonly place: 'root' | 'root/a' | 'root/a/-rf' | 'outside' | 'outside/b';
  readonly kind: 'old' | 'young' | 'hard link' | 'link to file' | 'link to folder';
}

const plants: fc.Arbitrary<readonly Plant[]> = fc.array(
  fc.record({
    place: fc.constantFrom('root', 'root/a', 'root/a/-rf', 'outside', 'outside/b'),
    kind: fc.constantFrom('old', 'young', 'hard link', 'link to file', 'link to folder'),
  }),
  { maxLength: 25 },
);

async function grow(folder: string, tree: readonly Plant[]): Promise<void> {
  for (const place of ['root/a/-rf', 'outside/b']) await mkdir(join(folder, place), { recursive: true });
  await writeFile(join(folder, 'outside/dear'), 'dear');
  for (const [nth, { place, kind }] of tree.entries()) {
    const path = join(folder, place, `${nth}\n${kind}`);
    if (kind === 'link to file') await symlink(join(folder, 'outside/dear'), path);
    else if (kind === 'link to folder') await symlink(join(folder, 'outside'), path);
    else {
      await writeFile(path, String(nth));
      if (kind === 'hard link') await link(path, join(folder, 'outside', `second name of ${nth}`));
      const at = kind === 'young' ? tomorrow : longAgo;
      await utimes(path, at, at);
    }
  }
}

/** Everything below a folder, by its path from there, with what it holds or points at. Follows no link. */
function inventory(folder: string, below = ''): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const name = join(below, entry.name);
      if (entry.isDirectory()) return [name, ...inventory(folder, name)];
      if (entry.isSymbolicLink()) return [`${name} -> ${readlinkSync(join(folder, name))}`];
      return [`${name}: ${readFileSync(join(folder, name), 'utf8')}`];
    })
    .toSorted();
}

/** Puts old files of these names into a folder. */
async function plantOld(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await writeFile(join(folder, name), 'dear');
    await utimes(join(folder, name), longAgo, longAgo);
  }
}

function folderOf({ root }: Host): string {
  return join(root, '..');
}

describe('the cleaner', () => {
  it('deletes the old files of its root, and leaves everything else of any tree as it was', async () => {
    await fc.assert(
      fc.asyncProperty(plants, async (tree) => {
        const host = await aHost();
        await grow(folderOf(host), tree);
        const shadow = join(folderOf(host), 'shadow');
        await mkdir(shadow);
        execFileSync('cp', ['-a', join(folderOf(host), 'root'), join(folderOf(host), 'outside'), shadow]);
        const doomed = tree.flatMap(({ place, kind }, nth) =>
          place.startsWith('root') && kind === 'old' ? `${place}/${nth}\n${kind}` : [],
        );

        const listed = await host.run('files', 'list', host.root, '0');
        const cleaned = await host.run('files', 'clean', host.root, '0');

        expect(cleaned).toEqual(listed);
        expect(pathsIn(cleaned).toSorted()).toEqual(doomed.map((path) => join(folderOf(host), path)).toSorted());
        const survivors = inventory(shadow).filter((line) => !doomed.some((path) => line.startsWith(`${path}:`)));
        const left = inventory(folderOf(host)).filter((line) => /^(?:root|outside)\b/.test(line));
        expect(left).toEqual(survivors);
      }),
      { numRuns: 25 },
    );
  });

  it('deletes nothing outside while a folder becomes a link to there, again and again', async () => {
    const host = await aHost();
    const [folder, aside, decoy] = [join(host.root, 'folder'), join(host.root, 'aside'), join(host.root, 'link')];
    const names = Array.from({ length: 200 }, (_, nth) => String(nth));
    await mkdir(folder);
    await plantOld(host.outside, names);
    await symlink(host.outside, decoy);
    const real = await open(folder);

    const over = new AbortController();
    let swaps = 0;
    const swapping = (async () => {
      while (!over.signal.aborted) {
        await rename(folder, aside);
        await rename(decoy, folder);
        await rename(folder, decoy);
        await rename(aside, folder);
        swaps += 1;
      }
    })();
    for (let round = 0; round < 10; round++) {
      // The same names as outside, so that whoever deletes by path hits the wrong ones.
      await plantOld(`/proc/self/fd/${real.fd}`, names);
      await host.run('files', 'clean', host.root, '0');
    }
    over.abort();
    await swapping;
    await real.close();

    expect(swaps).toBeGreaterThan(200);
    expect(await readdir(host.outside)).toHaveLength(names.length);
  });

  it('deletes 200,000 files', async () => {
    const host = await aHost();
    const names = `seq -f %06.0f 1 200000 | xargs touch -d 2020-01-01`;
    execFileSync('sh', ['-c', names], { cwd: host.root });

    const run = await host.run('files', 'clean', host.root, '0');

    expect(run).toMatchObject({ exitCode: 0, errors: '' });
    expect(recordsOf(run.output).at(-1)?.slice(0, 3)).toEqual(['end', 'done', '200000']);
    expect(await readdir(host.root)).toEqual([]);
  });
});
