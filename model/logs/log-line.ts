/** One line of a log, of whatever store it came from. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Normalised, in lower case: fatal, error, warn, info, debug or trace; null where the line names none. */
  readonly level: string | null;
  /** The service or program that wrote it. */
  readonly service: string | null;
  readonly message: string;
  /** The distributed trace that it belongs to. */
  readonly traceId: string | null;
  /** The stack trace, where the store keeps it apart from the message. */
  readonly stack: string | null;
  /** The line's id in its store. */
  readonly id: string | null;
}
