import type { RunOnHost } from '../../clients/commands/command.ts';
import type { HostTool } from '../../clients/hosts/host-tool.ts';
import { createHostTool } from '../../clients/hosts/host-tool.ts';
import type { CleaningArea, DiskDefinition } from '../../model/host/cleaning.ts';
import { areaTarget } from '../../model/host/cleaning.ts';
import type { AreaGain, DiskMeasurement } from '../../model/host/disk-measurement.ts';
import type { LargeFolder } from '../../model/host/disk.ts';
import type { Target } from '../../model/target.ts';
import type { DiskDirectory } from '../described/disks.ts';

interface MeasuringDependencies {
  readonly disks: DiskDirectory;
  readonly runOnHost: RunOnHost;
}

/** Folders and files that are named: more would not be read. */
const named = 3;

/** The activities that measure and change nothing. */
export function createMeasuringActivities({ disks, runOnHost }: MeasuringDependencies) {
  return {
    /** Measures a described disk, and what each of its areas would give. What the host does not answer is said so. */
    async measureDisk({ target }: { readonly target: Target }): Promise<DiskMeasurement> {
      const disk = disks.findDisk(target);
      const tool = createHostTool(disk.host, runOnHost);
      const [usage, largest, openDeleted, gains] = await Promise.all([
        tool.usage(disk.path),
        tool.largest(disk.path),
        tool.deletedOpen(disk.path),
        gainsOf(disk, tool),
      ]);
      return {
        usage: usage.status === 'done' ? (usage.items[0] ?? null) : null,
        path: disk.path,
        goalPercent: disk.goalPercent,
        largest: largestOf(largest.items, disk.path),
        openDeleted: openDeleted.items.toSorted((a, b) => b.bytesOnDisk - a.bytesOnDisk).slice(0, named),
        gains,
        problems: usage.status === 'done' ? [] : usage.problems.slice(0, named),
      };
    },
  };
}

/** One after the other: each may walk over the whole disk. */
async function gainsOf(disk: DiskDefinition, tool: HostTool): Promise<readonly AreaGain[]> {
  const gains: AreaGain[] = [];
  for (const area of disk.areas) gains.push(await gainOf(disk, area, tool));
  return gains;
}

async function gainOf(disk: DiskDefinition, area: CleaningArea, tool: HostTool): Promise<AreaGain> {
  const { name, rule } = area;
  const { status, bytes, count, problems } = await tool.clean('list', rule);
  const common = { target: areaTarget(disk, area), name, kind: rule.kind, count };
  if (status === 'done' || status === 'partial') return { ...common, bytes, problem: '' };
  return { ...common, bytes: null, problem: problems[0] ?? `the host was asked and is ${status}` };
}

/** The disk itself holds all; what is of interest lies below. */
function largestOf(folders: readonly LargeFolder[], path: string): readonly LargeFolder[] {
  const below = folders.filter((folder) => folder.path !== path);
  return (['bytes', 'inodes'] as const).flatMap((measure) =>
    below.filter((folder) => folder.measure === measure).slice(0, named),
  );
}
