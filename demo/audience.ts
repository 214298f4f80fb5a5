import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who might decide while the demo waits for a decision. */
export interface Audience {
  /** What they are told. */
  readonly invitation: string;
  /** Resolves when nobody is going to decide, so that the demo has to. */
  readonly gaveUp: () => Promise<unknown>;
}

/** Nobody watches: the demo must end by itself. */
const nobody: Audience = {
  invitation: 'nobody is at this terminal: the demo approves by itself in 3 s',
  gaveUp: () => sleep(3_000),
};

/** Somebody watches, and may want to try it. */
const atTheTerminal: Audience = {
  invitation: 'decide within a minute, or press Enter and the demo approves by itself',
  gaveUp: () => Promise.race([sleep(60_000), once(process.stdin, 'data')]),
};

/** Who is at this terminal. */
export function audienceHere(): Audience {
  return process.stdin.isTTY && process.stdout.isTTY ? atTheTerminal : nobody;
}

/** Somebody has asked for the scene to stay as it is. */
export const forAsLongAsItTakes: Audience = {
  invitation: 'the plan waits for an hour; then it counts as denied',
  gaveUp: () => new Promise(() => undefined),
};
