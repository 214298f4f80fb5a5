import { link, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Host } from '../../../support/hosts/host-program.ts';
import { aHost, pathsIn } from '../../../support/hosts/host-program.ts';

const hourMs = 3_600_000;
const kinds = ['whole', 'whole', 'broken off', 'broken off', 'empty', 'second name', 'link'] as const;

/** One thing in a folder of backups. */
interface Plant {
  readonly kind: (typeof kinds)[number];
  /** What lies less than an hour back may still be growing. */
  readonly hoursAgo: number;
}

const plants = fc.uniqueArray(
  fc.record({ kind: fc.constantFrom(...kinds), hoursAgo: fc.integer({ min: 0, max: 200 }) }),
  { selector: ({ hoursAgo }) => hoursAgo, minLength: 6, maxLength: 12 },
);
const bytesOf: Readonly<Record<Plant['kind'], number>> = {
  whole: 1_000,
  'second name': 1_000,
  'broken off': 50,
  empty: 0,
  link: 0,
};

async function plant({ root, outside }: Host, { kind, hoursAgo }: Plant, nth: number): Promise<string> {
  const path = join(root, `${nth} -rf\n${kind}`);
  if (kind === 'link') {
    await symlink(join(outside, 'dear'), path);
    return path;
  }
  await writeFile(path, 'x'.repeat(bytesOf[kind]));
  if (kind === 'second name') await link(path, join(outside, `of ${nth}`));
  const at = new Date(Date.now() - hoursAgo * hourMs - 60_000);
  await utimes(path, at, at);
  return path;
}

it('of any folder the newest good backups stay, and nothing goes that is younger than the oldest of them', async () => {
  await fc.assert(
    fc.asyncProperty(plants, fc.integer({ min: 1, max: 4 }), async (tree, keep) => {
      const host = await aHost();
      await host.allow(`backups ${host.root} ${keep} 0`);
      await writeFile(join(host.outside, 'dear'), 'dear');
      const paths = await Promise.all(tree.map((each, nth) => plant(host, each, nth)));
      const outsideBefore = (await readdir(host.outside)).toSorted();
      const finished = tree.filter(({ kind, hoursAgo }) => hoursAgo >= 1 && bytesOf[kind] > 0);
      const largest = Math.max(...finished.map(({ kind }) => bytesOf[kind]));
      const goodAges = finished.filter(({ kind }) => bytesOf[kind] * 10 >= largest).map(({ hoursAgo }) => hoursAgo);
      const oldestKept = goodAges.toSorted((a, b) => a - b)[keep - 1] ?? Number.POSITIVE_INFINITY;

      const listed = await host.run('backups', 'list', host.root, `${keep}`, '0');
      const cleaned = await host.run('backups', 'clean', host.root, `${keep}`, '0');

      const doomed = paths.filter((_, nth) => {
        const { kind, hoursAgo } = tree[nth] ?? { kind: 'link', hoursAgo: 0 };
        return hoursAgo > oldestKept && kind !== 'link' && kind !== 'second name';
      });
      expect(cleaned).toEqual(listed);
      expect(pathsIn(cleaned).toSorted()).toEqual(doomed.toSorted());
      expect(await readdir(host.root)).toHaveLength(tree.length - doomed.length);
      expect((await readdir(host.outside)).toSorted()).toEqual(outsideBefore);
      expect(await readFile(join(host.outside, 'dear'), 'utf8')).toBe('dear');
    }),
    { numRuns: 10, endOnFailure: true },
  );
});
