import type { CleaningArea, DiskDefinition } from '../../model/host/cleaning.ts';
import { areaTarget, diskTarget } from '../../model/host/cleaning.ts';
import type { Target } from '../../model/target.ts';
import { failure } from './failure.ts';

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
  const byTarget = new Map(disks.map((disk) => [diskTarget(disk), disk]));
  const areas = disks.flatMap((disk) => disk.areas.map((area) => [areaTarget(disk, area), { disk, area }] as const));
  const areasByTarget = new Map<Target, FoundArea>(areas);
  return {
    findDisk: (target) => found(byTarget.get(target), 'disk', target),
    findArea: (target) => found(areasByTarget.get(target), 'area of a disk', target),
  };
}

function found<Found>(thing: Found | undefined, what: string, target: Target): Found {
  if (thing === undefined) throw failure('UnknownTarget', `no ${what} in the configuration has the target ${target}`);
  return thing;
}
