import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

/** One name that a file takes from another; `*` stands for everything. */
interface ImportedName {
  readonly name: string;
  readonly isType: boolean;
}

/** One import, re-export or dynamic import. */
export interface Import {
  /** The imported file, from the root of the repository; null for a package. */
  readonly file: string | null;
  /** The imported package, such as `@temporalio/client` or `node:fs`; null for a file. */
  readonly packageName: string | null;
  readonly names: readonly ImportedName[];
}

/** A TypeScript file of this repository, as far as the architecture tests look at it. */
export interface SourceFile {
  /** From the root of the repository, such as `model/target.ts`. */
  readonly path: string;
  readonly text: string;
  /** The text with every comment blanked out. */
  readonly code: string;
  readonly imports: readonly Import[];
  readonly exports: readonly string[];
}

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Every TypeScript file that belongs to the repository. */
export function sourceTree(): readonly SourceFile[] {
  const ignored = ['node_modules', 'dist', 'reports', '.git'];
  const paths = globSync('**/*.ts', { cwd: root, exclude: (name) => ignored.includes(name) });
  return paths.toSorted().map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

/** Reads one file; the tests plant violations with it. */
export function parseSource(path: string, text: string): SourceFile {
  const { module, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const imported = module.staticImports.map(({ moduleRequest, entries }) =>
    importOf(
      path,
      moduleRequest.value,
      // An import without names is for its effect alone.
      entries.length === 0
        ? [{ name: '', isType: false }]
        : entries.map(({ importName, isType }) => ({ name: importName.name ?? nameOfKind(importName.kind), isType })),
    ),
  );
  const exported = module.staticExports.flatMap(({ entries }) => entries);
  const passedOn = exported.flatMap(({ moduleRequest, importName, isType }) =>
    moduleRequest ? [importOf(path, moduleRequest.value, [{ name: importName.name ?? '*', isType }])] : [],
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    importOf(path, text.slice(start, end).replaceAll(/^['"`]|['"`]$/g, ''), [{ name: '*', isType: false }]),
  );
  return {
    path,
    text,
    code: comments.reduce(
      (code, { start, end }) => code.slice(0, start) + ' '.repeat(end - start) + code.slice(end),
      text,
    ),
    imports: [...imported, ...passedOn, ...dynamic],
    exports: exported.map(({ exportName }) => exportName.name ?? nameOfKind(exportName.kind)),
  };
}

/** The top-level folder of a path; empty for a file at the root. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

/** Physical lines. */
export function linesOf({ text }: Pick<SourceFile, 'text'>): number {
  return text.trimEnd().split('\n').length;
}

function importOf(importer: string, specifier: string, names: readonly ImportedName[]): Import {
  if (specifier.startsWith('.'))
    return { file: normalize(join(dirname(importer), specifier)), packageName: null, names };
  const parts = specifier.split('/');
  return { file: null, packageName: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'), names };
}

function nameOfKind(kind: string): string {
  return kind === 'Default' ? 'default' : '*';
}
