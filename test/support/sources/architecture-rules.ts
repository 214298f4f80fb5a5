import { matchesGlob } from 'node:path/posix';
import type { Import, SourceFile } from './source-tree.ts';
import { folderOf } from './source-tree.ts';

/** What a folder may take from where. Entries are folders, files or patterns of them. */
export interface FolderRule {
  readonly values: readonly string[];
  /** What it may know by its types alone, on top of the values. */
  readonly types?: readonly string[];
  /** The only packages it may use, by value or type; any where this is missing. */
  readonly packages?: readonly string[];
}

/** Every import that its folder is not allowed, in words. */
export function forbiddenImports(
  files: readonly SourceFile[],
  rules: Readonly<Record<string, FolderRule>>,
): readonly string[] {
  return files.flatMap(({ path, imports }) => {
    const folder = folderOf(path);
    const rule = rules[folder];
    if (!rule) return [`${path}: no rule says what ${folder || 'the root'} may import`];
    return imports.flatMap((from) => violationsOf(path, from, rule, folder));
  });
}

function violationsOf(path: string, from: Import, rule: FolderRule, folder: string): readonly string[] {
  if (from.packageName !== null) {
    const allowed = rule.packages?.includes(from.packageName) ?? true;
    return allowed ? [] : [`${path} uses the package ${from.packageName}`];
  }
  const file = from.file ?? '';
  const values = [folder, ...rule.values];
  return from.names
    .filter(({ isType }) => !isAt(file, isType ? [...values, ...(rule.types ?? [])] : values))
    .map(({ name, isType }) => `${path} takes the ${isType ? 'type' : 'value'} ${name} from ${file}`);
}

/** Every file that uses a package outside the places that are its home. Types may be used in more places. */
export function strayPackages(
  files: readonly SourceFile[],
  homes: Readonly<Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }>>,
): readonly string[] {
  return files.flatMap(({ path, imports }) =>
    imports.flatMap(({ packageName, names }) => {
      const home = homes[packageName ?? ''];
      if (!home) return [];
      return names
        .filter(({ isType }) => !isAt(path, isType ? [...home.values, ...(home.types ?? [])] : home.values))
        .map(({ name }) => `${path} takes ${name} from ${packageName}`);
    }),
  );
}

/** Every file whose code matches, outside the places where it may. */
export function strayCode(files: readonly SourceFile[], pattern: RegExp, places: readonly string[]): readonly string[] {
  return files.filter(({ path, code }) => pattern.test(code) && !isAt(path, places)).map(({ path }) => path);
}

/** Chains of files that import each other, by value or by type. */
export function importCycles(files: readonly SourceFile[]): readonly string[] {
  const importsOf = new Map(
    files.map(({ path, imports }) => [path, imports.flatMap(({ file }) => (file === null ? [] : [file]))] as const),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, chain: readonly string[]): void => {
    const start = chain.indexOf(path);
    if (start >= 0) cycles.push([...chain.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const next of importsOf.get(path) ?? []) visit(next, [...chain, path]);
    done.add(path);
  };
  for (const path of importsOf.keys()) visit(path, []);
  return cycles;
}

/** Where exports may be that only tests use: what is there for them. */
const testEquipment = ['test', 'stack'];

/**
 * Every export that no other file uses. A test counts as a user of the equipment that is there for
 * tests, and of what the exporting file itself needs as well; what tests alone keep alive is dead.
 */
export function deadExports(files: readonly SourceFile[], isEntry: (path: string, name: string) => boolean) {
  const [used, tested] = [new Set<string>(), new Set<string>()];
  for (const { path, imports } of files) {
    for (const { file, names } of imports) {
      const isTest = folderOf(path) === 'test' && file !== null && !isAt(file, testEquipment);
      for (const { name } of names) (isTest ? tested : used).add(`${file}#${name}`);
    }
  }
  return files.flatMap(({ path, code, exports }) =>
    exports
      .filter((name) => !isEntry(path, name))
      .filter((name) => !used.has(`${path}#${name}`) && !used.has(`${path}#*`))
      .filter((name) => !tested.has(`${path}#${name}`) || code.split(new RegExp(`\\b${name}\\b`)).length < 3)
      .map((name) => `${path} ${name}`),
  );
}

function isAt(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`) || matchesGlob(path, place));
}
