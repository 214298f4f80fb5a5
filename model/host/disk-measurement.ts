import type { CleaningKind } from './cleaning.ts';
import type { DiskUsage, LargeFolder, OpenDeletedFile } from './disk.ts';
import type { Target } from '../target.ts';

/** What cleaning an area would give. */
export interface AreaGain {
  readonly target: Target;
  readonly name: string;
  readonly kind: CleaningKind;
  /** At most; null where the host cannot tell, and then says why. */
  readonly bytes: number | null;
  /** Files, images or packages. */
  readonly count: number;
  /** Empty unless `bytes` is null. */
  readonly problem: string;
}

/** How a disk is, and what could be done about it. */
export interface DiskMeasurement {
  /** Null where the host could not be asked. */
  readonly usage: DiskUsage | null;
  readonly path: string;
  readonly goalPercent: number;
  /** What holds most, largest first. */
  readonly largest: readonly LargeFolder[];
  /** What is gone and still takes room, largest first. */
  readonly openDeleted: readonly OpenDeletedFile[];
  readonly gains: readonly AreaGain[];
  /** What the host said instead of answering; empty where it answered. */
  readonly problems: readonly string[];
}
