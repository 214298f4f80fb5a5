import type { ServiceIdentity } from './target.ts';

/** A program and its arguments. Nothing here is ever read by a shell. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** How to ask a service whether it answers. */
export type Probe =
  | { readonly kind: 'http'; readonly url: string; readonly expectStatus: number; readonly timeoutMs: number }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly timeoutMs: number };

/** Where a service writes its log: a file, or a command that prints its newest lines. */
export type LogSource =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'command'; readonly command: CommandLine };

/** A service of a host as operators describe it; only described services are ever touched. */
export interface ServiceDefinition extends ServiceIdentity {
  readonly probe: Probe;
  /** Exit code 0 means that the service manager has it running; null where there is nothing to ask. */
  readonly status: CommandLine | null;
  /** Prints something that each start changes, such as the process id; null where nothing does. */
  readonly instance: CommandLine | null;
  readonly restart: CommandLine;
  /** Used in place of the restart while the status says that it does not run; null where the restart does for both. */
  readonly start: CommandLine | null;
  readonly logs: LogSource | null;
  /** How long a command of this service may take. */
  readonly commandTimeoutMs: number;
}
