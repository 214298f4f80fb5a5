import { describe, expect, it } from 'vitest';
import { dirname } from 'node:path/posix';
import { folderOf, linesOf, sourceTree } from '../support/sources/source-tree.ts';

const all = sourceTree();
const sources = all.filter(({ path }) => folderOf(path) !== 'test');

/** The files that are too long, with their lines. */
function longerThan(limit: number, files: typeof all): readonly string[] {
  return files.filter((file) => linesOf(file) > limit).map((file) => `${file.path}: ${linesOf(file)} lines`);
}

describe('sizes', () => {
  it.each([
    { what: 'a source file', limit: 300, files: sources },
    { what: 'a workflow file', limit: 200, files: all.filter(({ path }) => folderOf(path) === 'workflows') },
    { what: 'a file of the tests', limit: 400, files: all.filter(({ path }) => folderOf(path) === 'test') },
    { what: 'a main file', limit: 60, files: all.filter(({ path }) => path.endsWith('/main.ts')) },
  ])('$what has at most $limit lines', ({ limit, files }) => {
    expect(files.length).toBeGreaterThan(0);
    expect(longerThan(limit, files)).toEqual([]);
  });

  it('half of the source files have at most 100 lines', () => {
    const lines = sources.map(linesOf).toSorted((left, right) => left - right);

    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(100);
  });

  it('a folder holds at most twelve source files', () => {
    const folders = Map.groupBy(sources, ({ path }) => dirname(path));
    const crowded = [...folders].filter(([, files]) => files.length > 12);

    expect(crowded.map(([folder, files]) => `${folder}: ${files.length} files`)).toEqual([]);
  });

  it('would be caught', () => {
    const long = { path: 'model/planted.ts', text: 'x\n'.repeat(301), code: '', imports: [], exports: [] };

    expect(longerThan(300, [long])).toEqual(['model/planted.ts: 301 lines']);
  });
});
