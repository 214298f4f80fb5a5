import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './source-tree.ts';

const run = promisify(execFile);

/** A block of TypeScript in a document. */
interface CodeBlock {
  /** Where it would stand in the repository: what its first line says in a comment. */
  readonly path: string;
  readonly code: string;
}

/** The TypeScript blocks of a Markdown text. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ''], index) => ({
    path: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? `block-${index + 1}.ts`,
    code,
  }));
}

/**
 * Compiles blocks as if they stood at their places in the repository, by its own settings.
 *
 * @returns the compiler's complaints; empty when there are none.
 */
export async function compile(blocks: readonly CodeBlock[]): Promise<string> {
  await mkdir(join(root, 'reports'), { recursive: true });
  const folder = await mkdtemp(join(root, 'reports', 'documented-'));
  try {
    for (const { path, code } of blocks) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), code);
    }
    // Both roots count as one folder: a block finds its neighbours in the repository.
    const settings = {
      extends: '../../tsconfig.json',
      compilerOptions: { rootDirs: ['.', '../..'] },
      include: ['.'],
      exclude: [],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    return '';
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
