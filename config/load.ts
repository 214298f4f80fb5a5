import { readFileSync } from 'node:fs';
import type { Document } from 'yaml';
import { LineCounter, isNode, parseDocument } from 'yaml';
import type { Config } from './config.ts';
import { ConfigError } from './errors.ts';
import type { ConfigMistake } from './errors.ts';
import { resolveConfig } from './resolve.ts';
import type { ReadSecret } from './resolve.ts';
import { ConfigFile } from './schema.ts';

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
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, maxAliasCount: 100 } as never);
  if (document.errors.length > 0) {
    throw new ConfigError(
      fileName,
      document.errors.map(({ message, pos }) => ({
        path: '',
        line: lines.linePos(pos[0]).line,
        message: message.split('\n')[0] ?? '',
      })),
    );
  }
  const lineOf = (path: Path): number | null => lineOfPath(document, lines, path);
  const parsed = ConfigFile.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (!parsed.success) {
    throw new ConfigError(
      fileName,
      parsed.error.issues.map(({ path, message }) => mistake(path, message, lineOf)),
    );
  }

  const mistakes: ConfigMistake[] = [];
  const readSecret: ReadSecret = (secret, path) => {
    const value = 'env' in secret ? env[secret.env] : readSecretFile(secret.file);
    if (value?.trim()) return value.trim();
    const where = 'env' in secret ? `the environment variable ${secret.env}` : `the file ${secret.file}`;
    mistakes.push(mistake(path, `${where} is missing or empty`, lineOf));
    return '';
  };
  const config = resolveConfig(parsed.data, readSecret);
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

/** The line of the nearest part of the path that stands in the file. */
function lineOfPath(document: Document, lines: LineCounter, path: Path): number | null {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
