import type { CommandLine } from '../../../model/service.ts';

/** What a guard is told in the first line of its input, which stays open for as long as somebody waits for the command. */
export interface GuardOrder {
  readonly command: CommandLine;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Removed when the command has ended, whatever happens. */
  readonly folder: string;
  /** In the environment of all that the command starts, and of nothing else. */
  readonly mark: string;
  /** When the command is ended, in milliseconds since 1970: a machine that sleeps has a clock that goes on. */
  readonly endsAtMs: number;
}

/** What a guard says by its own exit code, as `timeout` and shells do. */
export const guardExits = { timedOut: 124, notStarted: 127, killed: 137 } as const;

/** The variable that carries the mark. */
export const markVariable = 'NIGHTSHIFT_RUN';
