import { durationInWords } from '../../text/duration.ts';

/** One version of what a workload runs. */
export interface Revision {
  readonly number: number;
  /** When it was rolled out; null where nothing says so, as after a rollback to it. ISO 8601, UTC. */
  readonly rolledOutAt: string | null;
  /** Why, as whoever rolled it out has noted. */
  readonly cause: string | null;
  /** What tells its template from others. */
  readonly template: string;
}

/** What a rollout and a crash have to do with each other. */
export interface Suspicion {
  readonly words: string;
  /** The revision that ran before, where going back to it may help; null otherwise. */
  readonly backTo: number | null;
}

/** What is known of a crash. */
interface Crash {
  /** When it was seen first; null where nothing says so. ISO 8601, UTC. */
  readonly since: string | null;
  /** Whether only pods of the present revision are sick. */
  readonly onlyNewest: boolean;
}

/** What begins within this time of a rollout is taken to come from it. */
const suspiciousMs = 10 * 60 * 1_000;
/** Clocks of nodes differ a little. */
const skewMs = 5_000;

/** What is known of when a crash was seen. Times are ISO 8601, UTC. */
interface Sightings {
  /** When the kubelet first began to wait before it starts the container again. */
  readonly backOffAt?: string | undefined;
  /** When it ended last. */
  readonly finishedAt?: string | undefined;
  readonly restarts: number;
}

/**
 * When a crash was seen first. Of one that has come again and again only the last time may be known: that says something
 * only while even it is close to the rollout.
 */
export function earliestSuspicion(
  { backOffAt, finishedAt, restarts }: Sightings,
  rolledOutAt: string | null,
): string | null {
  const [first] = [backOffAt, finishedAt].filter((at) => at !== undefined).toSorted();
  if (first === undefined) return null;
  const isFirst = backOffAt !== undefined || restarts <= 1;
  const isClose = rolledOutAt !== null && Date.parse(first) - Date.parse(rolledOutAt) <= suspiciousMs;
  return isFirst || isClose ? first : null;
}

/**
 * Whether a crash comes from the newest rollout: it began soon after, only pods of the new revision suffer, and there is
 * a revision before it. Where the time of the rollout is not known, as after a rollback, nothing is suspected: nobody
 * shall be sent to and fro between two revisions.
 *
 * @param newest first.
 */
export function suspect(
  revisions: readonly Revision[],
  changes: readonly string[],
  { since, onlyNewest }: Crash,
): Suspicion | null {
  const [newest] = revisions;
  const before = revisionBefore(revisions);
  if (!newest?.rolledOutAt || !before || since === null) return null;
  const what = `revision ${newest.number}${changes.length > 0 ? ` (${changes.slice(0, 3).join('; ')})` : ''}`;
  const afterMs = Date.parse(since) - Date.parse(newest.rolledOutAt);
  if (Number.isNaN(afterMs)) return null;
  if (afterMs < -skewMs)
    return {
      words: `it began ${durationInWords(-afterMs)} before the rollout of ${what}, which cannot be the cause`,
      backTo: null,
    };
  const after = durationInWords(Math.max(0, afterMs));
  if (afterMs > suspiciousMs)
    return { words: `it began ${after} after the last rollout, of ${what}: probably not because of it`, backTo: null };
  const words = `it began ${after} after the rollout of ${what}`;
  return onlyNewest
    ? { words, backTo: before.number }
    : { words: `${words}, but pods of older revisions are sick too`, backTo: null };
}

/**
 * The revision to go back to from the newest; null where there is none, or where the newest is one that was gone back to
 * itself: nobody shall be sent to and fro.
 *
 * @param newest first.
 */
export function revisionBefore([newest, ...older]: readonly Revision[]): Revision | null {
  if (!newest || newest.rolledOutAt === null) return null;
  return older.find(({ template }) => template !== newest.template) ?? null;
}
