import type { LocalTime } from '../local-time/local-time.ts';
import type { Weekly } from '../local-time/weekly.ts';

/** Who is on call when. */
export interface Schedule {
  readonly name: string;
  /** Whose clocks people read it by: a name of the IANA time zone database. */
  readonly timeZone: string;
  /** A later one lies above those before it: where it says somebody, they are on call. */
  readonly rotations: readonly Rotation[];
  /** They lie above all rotations; no two overlap. */
  readonly overrides: readonly Override[];
}

/** People who take turns. */
export interface Rotation {
  readonly name: string;
  /** Names of people, in the order of their turns. Somebody may have several. */
  readonly people: readonly string[];
  /** Whose clocks its times mean. */
  readonly timeZone: string;
  /** The beginning of the first turn. */
  readonly starts: LocalTime;
  /** The first moment at which it says nobody any more, in milliseconds since the epoch; null where it goes on. */
  readonly untilMs: number | null;
  readonly turn: Turn;
  /** Only in these windows it says somebody; empty for always. */
  readonly only: readonly Weekly[];
}

/** How long a turn is. */
type Turn =
  /** In days of the calendar, however long they last, until the clocks show the time of the hand-over. */
  | { readonly kind: 'days'; readonly count: number; readonly handOver: string }
  /** In hours that always last an hour, so that the clocks show another time after they are changed. */
  | { readonly kind: 'hours'; readonly count: number };

/** Somebody who stands in. */
export interface Override {
  readonly person: string;
  /** In milliseconds since the epoch: the first moment, and the first one after it. */
  readonly fromMs: number;
  readonly toMs: number;
}
