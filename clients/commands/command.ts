import type { CommandLine } from '../../model/service.ts';

export interface CommandOptions {
  /** From the call to the end, with every wait for a turn or a connection. */
  readonly timeoutMs: number;
  /** Bytes of output that are kept; the newest win. */
  readonly maxOutputBytes?: number;
  /** Is given standard output as it comes, every byte of it; then only standard error is kept. */
  readonly onOutput?: (chunk: Uint8Array) => void;
}

/** How a command went; also one that could not be run has an outcome. */
export interface CommandOutcome {
  /** Null when it was ended from outside or for taking too long, could not be started, or was lost sight of. */
  readonly exitCode: number | null;
  /** The end of standard error, and of standard output unless that was given away. Not masked. */
  readonly output: string;
  readonly truncated: boolean;
  /** Why there is no exit code. */
  readonly problem: CommandProblem | null;
}

/** Only `not-started` says that nothing has happened. */
export type CommandProblem = 'timed-out' | 'not-started' | 'killed' | 'disconnected';

/** Runs a command on a host by its name, there without input. Never rejects: how it went is in the outcome. */
export type RunOnHost = (host: string, command: CommandLine, options: CommandOptions) => Promise<CommandOutcome>;

export const defaultOutputBytes = 32 * 1024;
/** Between asking a program to end and ending it. */
export const graceMs = 2_000;
/** How long output that was written before the end may take to arrive. */
export const lastWordsMs = 200;

/** The outcome of a command of which nothing was ever run. */
export function notStarted(why: string): CommandOutcome {
  return { exitCode: null, output: why, truncated: false, problem: 'not-started' };
}
