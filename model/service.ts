import type { LabelMatcher } from './alert/matcher.ts';
import type { Target } from './target.ts';

/** A program and its arguments. Nothing here is ever read by a shell. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** How to ask a service whether it answers. */
export type Probe =
  | { readonly kind: 'http'; readonly url: string; readonly expectStatus: number; readonly timeoutMs: number }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly timeoutMs: number }
  /** Run on the service's host; exit code 0 means that it answers. */
  | { readonly kind: 'command'; readonly command: CommandLine; readonly timeoutMs: number };

/** A probe that is sent over the network, from the machine of the worker. */
export type NetworkProbe = Exclude<Probe, { readonly kind: 'command' }>;

/** Where a service writes its log: a file, or a command that prints its newest lines. */
export type LogSource =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'command'; readonly command: CommandLine };

/** Commands of an operator's own that look at a service and restart it. */
export interface ServiceCommands {
  readonly kind: 'commands';
  /** Exit code 0 means that the service runs; null where there is nothing to ask. */
  readonly status: CommandLine | null;
  /** Prints something that each start changes, such as the process id; null where nothing does. */
  readonly instance: CommandLine | null;
  readonly restart: CommandLine;
  /** Used in place of the restart while the status says that it does not run; null where the restart does for both. */
  readonly start: CommandLine | null;
}

/** A unit of systemd on the service's host. */
export interface SystemdUnit {
  readonly kind: 'systemd';
  readonly unit: string;
}

/** A container of an engine that speaks the Docker API. */
export interface Container {
  readonly kind: 'container';
  readonly container: string;
  /** `unix:///var/run/docker.sock`, or an http or https address. */
  readonly api: string;
}

/** What runs a service and starts it anew. */
export type ServiceManagerDefinition = ServiceCommands | SystemdUnit | Container;

/** A service of a host as operators describe it; only described services are ever touched. */
export interface ServiceDefinition {
  readonly name: string;
  readonly host: string;
  /** The labels by which alerts mean it. */
  readonly match: LabelMatcher;
  readonly probe: Probe;
  readonly manager: ServiceManagerDefinition;
  /** Null takes what the manager has, if it has any. */
  readonly logs: LogSource | null;
  /** What it cannot work without: services whose trouble is repaired first. */
  readonly dependsOn: readonly Target[];
  /** Files and folders of its settings, on its host. */
  readonly settings: readonly string[];
  /** How long a command of this service may take. */
  readonly commandTimeoutMs: number;
}
