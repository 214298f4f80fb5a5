import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Document, Node } from 'yaml';
import { LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Config } from './config.ts';
import { ConfigError } from './errors.ts';
import type { ConfigMistake } from './errors.ts';
import { resolveConfig } from './resolve/config.ts';
import type { ReadSecret } from './resolve/secret.ts';
import { ConfigFile } from './schema/config-file.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Path = readonly PropertyKey[];

/** The file that is read where none is named. It may be missing: every setting has a default. */
export const defaultConfigFile = 'nightshift.yaml';

/**
 * Reads the configuration file and the secrets that it points to.
 *
 * @param file the file named by the user; undefined takes {@link defaultConfigFile} if it exists.
 * @throws ConfigError that lists every mistake with its path and line.
 */
export function loadConfig(file: string | undefined, env: Env): Config {
  return parseConfig(readConfigFile(file), file ?? defaultConfigFile, env);
}

/** Parses the text of a configuration file; see {@link loadConfig}. */
export function parseConfig(text: string, fileName: string, env: Env): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ConfigError(
      fileName,
      document.errors.map(({ message, pos }) => ({ path: '', line: lines.linePos(pos[0]).line, message })),
    );
  }
  const lineOf = (path: Path): number | null => lineOfPath(document, lines, path);
  const parsed = ConfigFile.safeParse(valueOf(document, fileName) ?? {});
  if (!parsed.success)
    throw new ConfigError(
      fileName,
      parsed.error.issues.flatMap((issue) => mistakesOf(issue, lineOf)),
    );

  const mistakes: ConfigMistake[] = [];
  const readSecret: ReadSecret = (secret, path) => {
    const value = 'env' in secret ? env[secret.env] : readSecretFile(secret.file);
    if (value?.trim()) return value.trim();
    const where = 'env' in secret ? `the environment variable ${secret.env}` : `the file ${secret.file}`;
    mistakes.push(mistake(path, `${where} is missing or empty`, lineOf));
    return '';
  };
  const config = resolveConfig(parsed.data, readSecret, dirname(fileName));
  if (mistakes.length > 0) throw new ConfigError(fileName, mistakes);
  return deepFreeze(config);
}

function readConfigFile(file: string | undefined): string {
  try {
    return readFileSync(file ?? defaultConfigFile, 'utf8');
  } catch (error) {
    if (file === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new ConfigError(file ?? defaultConfigFile, [{ path: '', line: null, message: `cannot be read: ${code}` }]);
  }
}

function readSecretFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function mistake(path: Path, message: string, lineOf: (path: Path) => number | null): ConfigMistake {
  return { path: path.map(String).join('.'), line: lineOf(path), message };
}

function mistakesOf(issue: z.core.$ZodIssue, lineOf: (path: Path) => number | null): readonly ConfigMistake[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => mistake([...issue.path, key], 'there is no such setting', lineOf));
  const [meant, ...others] = issue.code === 'invalid_union' ? issue.errors.filter(isMeant) : [];
  if (!meant || others.length > 0) return [mistake(issue.path, inWords(issue), lineOf)];
  return meant.flatMap((part) => mistakesOf({ ...part, path: [...issue.path, ...part.path] }, lineOf));
}

/** Whether these are mistakes inside an alternative, not the signs that another alternative was meant. */
function isMeant(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.every((issue) => issue.code !== 'unrecognized_keys' && issue.path.length > 0 && !isMissing(issue));
}

function inWords(issue: z.core.$ZodIssue): string {
  if (isMissing(issue)) return 'is missing';
  return issue.message.endsWith('received null') ? 'is empty: fill it, or leave it out' : issue.message;
}

function isMissing({ message }: z.core.$ZodIssue): boolean {
  return message.endsWith('received undefined');
}

/** The document as plain values. Aliases are counted, because a few lines of them can fill the memory. */
function valueOf(document: Document, fileName: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new ConfigError(fileName, [{ path: '', line: null, message: (error as Error).message }]);
  }
}

/** The line of the nearest part of the path that stands in the file, by its key where it has one. */
function lineOfPath(document: Document, lines: LineCounter, path: Path): number | null {
  for (let length = path.length; length >= 0; length--) {
    const range = nodeAt(document, path.slice(0, length))?.range;
    if (range) return lines.linePos(range[0]).line;
  }
  return null;
}

function nodeAt(document: Document, path: Path): Node | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const pair =
    isMap(parent) && path.length > 0
      ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
      : undefined;
  if (isNode(pair?.key)) return pair.key;
  const node = path.length > 0 ? document.getIn(path, true) : document.contents;
  return isNode(node) ? node : undefined;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
