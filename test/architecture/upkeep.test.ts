import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { strayCode } from '../support/sources/architecture-rules.ts';
import { parseSource, root, sourceTree } from '../support/sources/source-tree.ts';

const left =
  /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|only|todo|fails|skipIf|runIf)\b|(?<!\.)\b[xf](?:it|describe)\s*\(|\bskip\(\)/;
const tests = sourceTree().filter(
  ({ path }) => path.startsWith('test/') && path !== 'test/architecture/upkeep.test.ts',
);

describe('tests', () => {
  it('are all run', () => {
    expect(strayCode(tests, left, [])).toEqual([]);
  });

  it.each([
    `it.skip('does something', () => undefined);`,
    `describe.only('something', () => undefined);`,
    `it.concurrent.skip('does something', () => undefined);`,
    `test.todo('does something');`,
    `it.skipIf(process.platform === 'linux')('does something', () => undefined);`,
    `xit('does something', () => undefined);`,
    `it('does something', ({ skip }) => skip());`,
  ])('would be caught left out by %s', (text) => {
    expect(strayCode([parseSource('test/unit/planted.test.ts', text)], left, [])).toHaveLength(1);
  });
});

describe('decisions', () => {
  it('are numbered without a gap and named by their title', () => {
    const files = readdirSync(join(root, 'docs/decisions'));

    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((name) => !/^\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*\.md$/.test(name))).toEqual([]);
    expect(files.toSorted().map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
  });
});
