import type { CleaningArea, DiskDefinition } from '../../model/host/cleaning.ts';
import { areaTarget, diskTarget } from '../../model/host/cleaning.ts';
import type { Target } from '../../model/target.ts';
import { lookUp } from './look-up.ts';

/** An area with the disk that it is on. */
interface FoundArea {
  readonly disk: DiskDefinition;
  readonly area: CleaningArea;
}

/** Finds the described disk or area behind a target; only described ones are ever looked at or cleaned. */
export interface DiskDirectory {
  readonly findDisk: (target: Target) => DiskDefinition;
  readonly findArea: (target: Target) => FoundArea;
}

/** Makes the look-up over the configured disks. It throws `UnknownTarget` for any other target. */
export function diskDirectory(disks: readonly DiskDefinition[]): DiskDirectory {
  const areas = disks.flatMap((disk) => disk.areas.map((area): FoundArea => ({ disk, area })));
  return {
    findDisk: lookUp('disk', disks, diskTarget),
    findArea: lookUp('area of a disk', areas, ({ disk, area }) => areaTarget(disk, area)),
  };
}
