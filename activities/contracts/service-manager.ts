import type { ActionResult } from '../../model/remediation/plan.ts';

/** Only a clear answer is `yes` or `no`. */
export type Runs = 'yes' | 'no' | 'unknown';

/** What a service manager says of one service. */
export interface ServiceState {
  readonly runs: Runs;
  /** What tells one start of the service from the next; null where nothing does. */
  readonly instance: string | null;
  /** Whether the manager starts it again and again; null where it does not say. */
  readonly isCrashLooping: boolean | null;
  /** One plain line, masked. */
  readonly summary: string;
}

/** The end of a log as it was written, neither masked nor cut to whole lines. */
interface RawLog {
  readonly text: string;
  readonly truncated: boolean;
}

/** What runs a service: looked at, and asked to start it anew. Nothing here rejects. */
export interface ServiceManager {
  readonly look: () => Promise<ServiceState>;
  /** Starts it where it is known not to run, else restarts it. */
  readonly restart: () => Promise<ActionResult>;
  /** The end of its own log; null where it keeps none. */
  readonly readLog: (maxBytes: number) => Promise<RawLog | null>;
}

/** Starts of a service within so short a time, by its manager and nobody else, are a loop. */
export const crashLoop = { restarts: 3, withinMs: 10 * 60 * 1_000 } as const;
