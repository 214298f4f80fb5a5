/** One mistake in a configuration file. */
export interface ConfigMistake {
  /** The setting, such as `services.0.probe`; empty for the file as a whole. */
  readonly path: string;
  /** Counted from 1; null where the setting does not stand in the file. */
  readonly line: number | null;
  readonly message: string;
}

/** A configuration that cannot be used. Its message lists every mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly mistakes: readonly ConfigMistake[];

  constructor(file: string, mistakes: readonly ConfigMistake[]) {
    super([`${file} cannot be used:`, ...mistakes.map((mistake) => `  ${describe(file, mistake)}`)].join('\n'));
    this.file = file;
    this.mistakes = mistakes;
  }
}

function describe(file: string, { path, line, message }: ConfigMistake): string {
  const place = line === null ? file : `${file}:${line}`;
  return path ? `${place} ${path}: ${message}` : `${place} ${message}`;
}
