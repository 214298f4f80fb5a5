import type { Progress } from './progress.ts';
import type { ChildExit, Surroundings } from './running/watched-process.ts';

/** The environment variables a provider looks at; handed in, so that tests need not touch the real ones. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a component was found: something already running at an address, or an executable on this machine. */
export type Installation =
  { readonly kind: 'address'; readonly address: string } | { readonly kind: 'executable'; readonly path: string };

/** What a provider may use while it obtains its component. */
export interface ObtainContext {
  readonly env: Environment;
  readonly progress: Progress;
}

/** What every component can be started with; each provider adds its own options to these. */
export interface StartOptions {
  /** The port to listen on; a free one unless given. */
  readonly port?: number;
  /** A file that receives everything the component prints. */
  readonly logFile?: string;
  /** Called with each line the component prints. */
  readonly onOutput?: (line: string) => void;
  /** How long the component may take until it is ready. */
  readonly deadlineMs?: number;
  /** Further command line arguments, appended to those of the provider. */
  readonly extraArguments?: readonly string[];
  /** Where it runs; this machine itself unless given. */
  readonly surroundings?: Surroundings;
}

/** A component in use. Without a `pid` it was found at an address, belongs to someone else, and is never stopped. */
export interface RunningComponent {
  readonly pid: number | undefined;
  /** Settles when the process has ended, whatever ended it; undefined for a component of someone else. */
  readonly exited: Promise<ChildExit> | undefined;
  /** Sends a signal; throws `not-ours` when the component was not started here. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Asks the process to end, forces it after a grace time, and may be called any number of times. */
  readonly stop: () => Promise<void>;
}

/** One real program, which is run by whoever needs it. */
export interface Program {
  readonly name: string;
  /** Looks at the environment, the PATH and the cache, in this order, and changes nothing. */
  readonly find: (env: Environment) => Promise<Installation | undefined>;
  /** Downloads or builds it into the cache. */
  readonly obtain: (context: ObtainContext) => Promise<Installation>;
}

/** One real component: the next one is one more object with these four functions. */
export interface Provider<Options, Running extends RunningComponent> extends Program {
  /** Starts the component and waits until it is ready; only passes the address on when that was given. */
  readonly start: (installation: Installation, options: Options) => Promise<Running>;
  readonly stop: (running: Running) => Promise<void>;
}
