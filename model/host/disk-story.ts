import { formatBytes } from '../text/bytes.ts';
import type { AreaGain, DiskMeasurement } from './disk-measurement.ts';
import type { LargeFolder, OpenDeletedFile } from './disk.ts';
import { inodesUsedPercent, usedPercent } from './disk.ts';

/** What a measurement says, in one line for people. */
export function describeDisk({ usage, path, goalPercent, largest, openDeleted, gains }: DiskMeasurement): string {
  if (!usage) return `${path} could not be measured`;
  const [bytes, files] = [usedPercent(usage), inodesUsedPercent(usage)];
  // Where a disk is not full at all, either may be of interest.
  const isShort = (measure: LargeFolder['measure']): boolean =>
    (measure === 'bytes' ? bytes : files) >= Math.min(goalPercent, Math.max(bytes, files));
  const full = `${path} is ${bytes.toFixed(1)} % full (goal ${goalPercent} %)`;
  const inodes = `its inodes ${files.toFixed(1)} %`;
  const parts = [
    `${full}, ${inodes}`,
    ...listed('most is in', largest.filter(({ measure }) => isShort(measure)).map(folderWords)),
    ...listed('deleted but still open:', openDeleted.map(openFileWords)),
    ...listed('could go:', gains.map(gainWords)),
  ];
  return parts.join('; ');
}

function listed(title: string, words: readonly string[]): readonly string[] {
  return words.length > 0 ? [`${title} ${words.join(', ')}`] : [];
}

function folderWords({ measure, amount, path }: LargeFolder): string {
  return `${path} (${measure === 'bytes' ? formatBytes(amount) : `${amount} files`})`;
}

function openFileWords({ path, program, pid, bytesOnDisk }: OpenDeletedFile): string {
  return `${path} (${formatBytes(bytesOnDisk)}, held by ${program}, process ${pid})`;
}

function gainWords({ name, bytes, problem }: AreaGain): string {
  return bytes === null ? `${name} (unknown: ${problem})` : `${name} (up to ${formatBytes(bytes)})`;
}
