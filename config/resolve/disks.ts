import type { CleaningArea, CleaningRule, DiskDefinition } from '../../model/host/cleaning.ts';
import type { ConfigFile } from '../schema/config-file.ts';

type DescribedDisk = ConfigFile['hosts'][number]['disks'][number];
type DescribedArea = DescribedDisk['clean'][number];

/** The disks of a host as the processes use them. */
export function disksOf({ name: host, disks }: ConfigFile['hosts'][number]): readonly DiskDefinition[] {
  return disks.map(({ path, match, goal, clean }) => ({
    host,
    path,
    match,
    goalPercent: goal,
    areas: clean.map(areaOf),
  }));
}

function areaOf(area: DescribedArea): CleaningArea {
  return { name: area.name, rule: ruleOf(area) };
}

function ruleOf(area: DescribedArea): CleaningRule {
  if ('temporary' in area)
    return { kind: 'temporary', root: area.temporary, olderThanMinutes: minutesOf(area.olderThan) };
  if ('packages' in area) return { kind: 'packages', manager: area.packages };
  if ('journal' in area) return { kind: 'journal', keepBytes: area.journal };
  if ('logrotate' in area) return { kind: 'logs', configFile: area.logrotate, stateFile: area.state ?? null };
  if ('images' in area) return { kind: 'images', engine: area.images };
  const { backups, keepAtLeast, olderThan, suffix } = area;
  return {
    kind: 'backups',
    root: backups,
    keepAtLeast,
    olderThanMinutes: minutesOf(olderThan),
    suffix: suffix ?? null,
  };
}

function minutesOf(ms: number): number {
  return Math.ceil(ms / 60_000);
}
