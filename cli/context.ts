import { userInfo } from 'node:os';

export type Env = Readonly<Record<string, string | undefined>>;

/** What every command may ask of the command line around it. */
export interface CliContext {
  readonly env: Env;
  /** The file named with `--config`. */
  configFile(): string | undefined;
}

/** Something that the user named wrongly; its message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something that was understood and not done; its message says why. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** The user of the operating system; a container may run as one without a name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/** Resolves with the first SIGINT or SIGTERM. */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

/** Writes one line of a command's answer. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a value as the JSON that scripts read. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}
