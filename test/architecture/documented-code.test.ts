import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks, compile } from '../support/sources/documented-code.ts';
import { root } from '../support/sources/source-tree.ts';

const documents = ['README.md', 'CONTRIBUTING.md'].filter((name) => existsSync(join(root, name)));
const blocksOf = (name: string) => codeBlocks(readFileSync(join(root, name), 'utf8'));

describe('TypeScript in documents', { timeout: 60_000 }, () => {
  it('is there', () => {
    expect(documents).toContain('README.md');
    expect(blocksOf('README.md').length).toBeGreaterThan(0);
  });

  it('compiles', async () => {
    expect(await compile(documents.flatMap(blocksOf))).toBe('');
  });

  it('would be caught when it does not', async () => {
    const code =
      "// workflows/runbooks/planted.ts\nimport type { Runbook } from '../runbook/runbook.ts';\nexport const planted: Runbook = {};\n";

    const complaints = await compile(codeBlocks(`# Title\n\n\`\`\`ts\n${code}\`\`\`\n`));

    expect(complaints).toMatch(/workflows\/runbooks\/planted\.ts.*error TS2740|TS2739/);
  });
});
