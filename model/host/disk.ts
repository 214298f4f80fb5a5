/** How full a file system is. Bytes are whole numbers; inodes are 0 where the file system counts none. */
export interface DiskUsage {
  readonly bytes: number;
  readonly bytesUsed: number;
  /** What programs without root rights may still write; less than what is free. */
  readonly bytesAvailable: number;
  readonly inodes: number;
  readonly inodesUsed: number;
  readonly inodesAvailable: number;
  readonly device: string;
  readonly mountPoint: string;
}

/** A folder with all that is below it on the same file system. */
export interface LargeFolder {
  readonly measure: 'bytes' | 'inodes';
  readonly amount: number;
  readonly path: string;
}

/** A file without a name that a process holds open: its room comes back when the process closes it or ends. */
export interface OpenDeletedFile {
  readonly pid: number;
  readonly program: string;
  readonly bytes: number;
  readonly bytesOnDisk: number;
  /** Its last path. */
  readonly path: string;
}

/** Something that was, or would be, removed. */
export interface CleanedItem {
  /** Its path, or the name of an image. Bytes that are no text are escaped. */
  readonly name: string;
  /** What its removal gives back at most: less than its length where it has holes. */
  readonly bytesOnDisk: number;
}

/**
 * How a command on a host ended. `done` and `partial` are its own words; `impossible` is a host that
 * cannot do this, `refused` arguments that are never accepted, and `broken-off` anything whose end
 * was not heard, so that more may have happened than the records say.
 */
export type HostStatus = 'done' | 'partial' | 'impossible' | 'refused' | 'broken-off';

/** What a host answered. */
export interface HostAnswer<Item> {
  readonly status: HostStatus;
  /** The first of them, as many as were asked for. */
  readonly items: readonly Item[];
  /** How many arrived in all. */
  readonly count: number;
  /** What was freed, or would be at most; for usage what is available. */
  readonly bytes: number;
  /** Its error lines, masked and shortened; some are notes of something that was done all the same. */
  readonly problems: readonly string[];
}

/** The share of a file system that is used, in percent, as `df` counts it: of what programs without root rights may use. */
export function usedPercent({ bytesUsed, bytesAvailable }: Pick<DiskUsage, 'bytesUsed' | 'bytesAvailable'>): number {
  const usable = bytesUsed + bytesAvailable;
  return usable === 0 ? 0 : (100 * bytesUsed) / usable;
}

/** The share of its inodes that are used, in percent; 0 where it counts none. */
export function inodesUsedPercent({ inodes, inodesUsed }: Pick<DiskUsage, 'inodes' | 'inodesUsed'>): number {
  return inodes === 0 ? 0 : (100 * inodesUsed) / inodes;
}
