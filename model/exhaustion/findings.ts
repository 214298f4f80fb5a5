/** How many of one kind there are. */
export interface Tally {
  readonly label: string;
  readonly count: number;
}

/** Sockets in one state that have one of their ends in common. */
export interface SocketTally {
  /** Such as `CLOSE_WAIT`; `unix` and `other` for what is no TCP. */
  readonly state: string;
  /** Whether `place` is the other end, `10.0.0.7:5432`, or the port of this one. */
  readonly side: 'to' | 'at';
  readonly place: string;
  readonly count: number;
}

/** A process with many descriptors, or with few left. */
export interface DescriptorHolder {
  readonly pid: number;
  readonly program: string;
  readonly descriptors: number;
  /** How many it had a few seconds before. */
  readonly before: number;
  /** How many it may have; 0 where that is not known. */
  readonly limit: number;
  /** What they are, most frequent first: `socket`, `file`, `deleted file`, `pipe`, `inotify`, … */
  readonly kinds: readonly Tally[];
  readonly sockets: readonly SocketTally[];
  /** Files that it has open more often than others. */
  readonly files: readonly Tally[];
  /** Folders whose files it has open. */
  readonly folders: readonly Tally[];
}

/** The kernel's table of connections that a firewall or a router follows. */
export interface TrackedConnections {
  readonly count: number;
  readonly max: number;
  /** Packets that found no place in it since the host has started. */
  readonly dropped: number;
  /** Connections that could be read, and those among them that nobody has answered; 0 without root's eyes. */
  readonly read: number;
  readonly unanswered: number;
  readonly states: readonly Tally[];
  readonly sources: readonly Tally[];
  readonly destinations: readonly Tally[];
  /** The kernel's settings, by their names. */
  readonly settings: Readonly<Record<string, number>>;
}

/** Who holds the descriptors and connections of a host. */
export interface ExhaustionFindings {
  readonly host: string;
  /** Null where the host did not tell. */
  readonly descriptors: { readonly used: number; readonly max: number } | null;
  /** Seconds between the two looks at each process. */
  readonly secondsBetween: number;
  readonly holders: readonly DescriptorHolder[];
  /** Processes that keep their descriptors from the account. */
  readonly unseen: number;
  /** TCP connections of the whole host. */
  readonly states: readonly Tally[];
  readonly connections: readonly SocketTally[];
  /** Null where none are tracked, or the host did not tell. */
  readonly tracked: TrackedConnections | null;
  /** What could not be read, masked. */
  readonly problems: readonly string[];
}
