import type { LogLine } from '../../model/logs/log-line.ts';
import type { LogSubject } from '../../model/logs/log-subject.ts';

/** Which lines are wanted. Times are milliseconds since 1970; `to` is not part of it. */
export interface LogSearch {
  /** Lines of any of them; at least one. */
  readonly subjects: readonly LogSubject[];
  readonly from: number;
  readonly to: number;
  readonly maxLines: number;
  /** Bytes of messages that are read at the most. */
  readonly maxBytes: number;
}

/** The lines that were found, oldest first. */
export interface FoundLines {
  readonly lines: readonly LogLine[];
  /** How many lines there are, whether read or not. */
  readonly total: number;
  /** The part of them that was read, the same at every moment of the window; missing where it is every line. */
  readonly read?: ReadShares;
  /** What people have to know of the search, such as parts of the store that did not answer; missing where all went well. */
  readonly notes?: readonly string[];
}

/** Which part of the lines was read, from 0 to 1, by what their level says. */
export interface ReadShares {
  /** Of those that say error or worse. */
  readonly severe: number;
  readonly others: number;
}

/** A place in which the logs of many programs are kept. The next kind is one more object with these functions. */
export interface LogStore {
  /** What people call it, such as `Elasticsearch`. */
  readonly name: string;
  /** @throws LogStoreError */
  readonly search: (search: LogSearch) => Promise<FoundLines>;
  /** The page on which people read on; null where none is described. */
  readonly linkTo: (search: Pick<LogSearch, 'subjects' | 'from' | 'to'>) => string | null;
}

/** Why a store gave no lines: it may answer later, or never will as it is. */
export class LogStoreError extends Error {
  readonly kind: 'unavailable' | 'refused';

  /** @param message for people, without any secret and without the address. */
  constructor(kind: LogStoreError['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'LogStoreError';
    this.kind = kind;
  }
}
