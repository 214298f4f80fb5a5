import type { Random } from './random.ts';

/** A kind of line that healthy services write. */
export interface Background {
  readonly level: string | null;
  /** Lines in a minute, on average. */
  readonly rate: number;
  readonly text: (random: Random) => string;
}

/** Lines that a fault writes. */
export interface Words {
  /** The service that speaks: of the topology in scene.ts. */
  readonly from: string;
  readonly level: string | null;
  /** How many lines; the cause of a fault may be a single one. */
  readonly lines: number;
  /** When the first comes, in seconds after the fault. */
  readonly after: number;
  /** In how many seconds all of them come. */
  readonly over: number;
  readonly text: (random: Random) => string;
  readonly stack?: string;
}

/** One way of failing: the line that a human would call the cause, and what else is said because of it. */
export interface Fault {
  readonly name: string;
  readonly cause: Words;
  readonly symptoms: readonly Words[];
  /** Set where the cause is a kind of line that healthy services write as well. */
  readonly isKnownBefore?: {
    /** Lines of the cause in the time before, beside those that are always written. */
    readonly lines: number;
    readonly as: Background;
  };
  /** The service that writes nothing more; its last words are the cause, and `cause` has no lines. */
  readonly silences?: string;
  /** A family of services that must be there. */
  readonly needs?: string;
}

/** Describes lines: who says them at which level, and how many after and within how many seconds. */
export const say = (
  from: string,
  level: string | null,
  [lines, after, over]: readonly [number, number, number],
  text: (random: Random) => string,
  stack?: string,
): Words => ({
  from,
  level,
  lines,
  after,
  over,
  text,
  ...(stack === undefined ? {} : { stack }),
});

/** Describes a kind of line that healthy services write, and how many in a minute. */
export const healthy = (level: string | null, rate: number, text: (random: Random) => string): Background => ({
  level,
  rate,
  text,
});

export const ip = (random: Random): string => `10.${random.upTo(4)}.${random.upTo(256)}.${random.upTo(256)}`;
/** A duration that nobody minds. */
export const ms = (random: Random): number => 1 + random.upTo(300);
/** Any number. */
export const n = (random: Random): number => random.upTo(90_000);

/** What everybody else says when orders or its database is sick. */
export const gateway = (after: number): Words =>
  say(
    'gateway',
    'error',
    [400, after, 500],
    (r) => `upstream orders answered 502 for "POST /api/orders/${n(r)}" after ${r.upTo(900)}ms`,
  );
export const shop = (after: number): Words =>
  say('shop', 'error', [250, after, 500], (r) => `order page failed for session ${r.hex(20)}: orders is unavailable`);
export const refused = (after: number): Words =>
  say(
    'orders',
    'error',
    [300, after, 500],
    (r) => `Request ${r.hex(16)} failed: connect to db:5432 refused, connection refused, attempt ${r.upTo(4)}`,
  );
export const breaker = (after: number): Words =>
  say('orders', 'warn', [60, after, 400], (r) => `Circuit breaker db opened, ${r.upTo(90)} of 100 calls failed`);
