import { describe, expect, it } from 'vitest';
import { deadExports } from '../support/sources/architecture-rules.ts';
import { parseSource, sourceTree } from '../support/sources/source-tree.ts';

const all = sourceTree();

/** What programs look for by itself: workflow bundles, the test runner, and the messages of a workflow. */
function isEntry(path: string, name: string): boolean {
  const entries = ['workflows/index.ts', 'vitest.config.ts', 'test/support/played/bundle-once.ts'];
  if (entries.includes(path) || path.startsWith('test/support/workflows/')) return true;
  return path.startsWith('workflows/') && /(?:Signal|Query|Update|^interceptors)$/.test(name);
}

describe('exports', () => {
  it('are used by another file', () => {
    expect(deadExports(all, isEntry)).toEqual([]);
  });

  it('would be caught unused, also where only a test uses them', () => {
    const files = [
      parseSource('model/a.ts', 'export const used = 1;\nexport const unused = 2;\nexport interface Tested {}'),
      parseSource('model/b.ts', `import { used } from './a.ts';\nconsole.log(used);`),
      parseSource('test/unit/a.test.ts', `import type { Tested } from '../../model/a.ts';`),
    ];

    expect(deadExports(files, isEntry)).toEqual(['model/a.ts unused', 'model/a.ts Tested']);
  });

  it('may be looked at by a test where their own file needs them', () => {
    const files = [
      parseSource('model/a.ts', 'export const limit = 1;\nexport const isOver = (n: number) => n > limit;'),
      parseSource('model/b.ts', `import { isOver } from './a.ts';\nconsole.log(isOver(2));`),
      parseSource('test/unit/a.test.ts', `import { limit } from '../../model/a.ts';`),
    ];

    expect(deadExports(files, isEntry)).toEqual([]);
  });

  it('have names, never a default', () => {
    const unnamed = all.filter(({ path, exports }) => exports.includes('default') && path !== 'vitest.config.ts');

    expect(unnamed.map(({ path }) => path)).toEqual([]);
    expect(parseSource('planted.ts', 'export default 1;').exports).toEqual(['default']);
  });
});
