import type { Proposal } from '../remediation/plan.ts';
import { formatBytes } from '../text/bytes.ts';
import type { CleaningKind } from './cleaning.ts';
import { cleaningActions } from './cleaning.ts';
import type { AreaGain, DiskMeasurement } from './disk-measurement.ts';
import type { DiskUsage } from './disk.ts';

const order = Object.keys(cleaningActions) as readonly CleaningKind[];

/**
 * The ladder of what to clean: first as little as brings the disk below its goal by what each area is thought to give;
 * then, should that not do, the other areas; old backups only after everything else, as a rung of their own.
 */
export function cleaningLadder({ usage, gains, goalPercent }: DiskMeasurement): readonly Proposal[] {
  if (!usage) return [];
  const useful = order.flatMap((kind) => gains.filter((gain) => gain.kind === kind && isUseful(gain)));
  const harmless = useful.filter(({ kind }) => kind !== 'backups');
  const enough = fewest(harmless, excessOf(usage, goalPercent));
  const rungs = [harmless.slice(0, enough), harmless.slice(enough), useful.slice(harmless.length)];
  return rungs.filter((rung) => rung.length > 0).map(proposalOf);
}

/** What has to go so that a disk is used less than its goal. */
interface Excess {
  readonly bytes: number;
  readonly inodes: number;
}

function excessOf(usage: DiskUsage, goalPercent: number): Excess {
  const { bytesUsed, bytesAvailable, inodes, inodesUsed } = usage;
  const share = goalPercent / 100;
  return {
    bytes: Math.max(0, bytesUsed - share * (bytesUsed + bytesAvailable)),
    inodes: Math.max(0, inodesUsed - share * inodes),
  };
}

/** How many of the areas it takes, from the first; all of them where they do not suffice. */
function fewest(gains: readonly AreaGain[], excess: Excess): number {
  let [bytes, inodes] = [0, 0];
  for (const [index, gain] of gains.entries()) {
    bytes += gain.bytes ?? 0;
    inodes += inodesOf(gain);
    if (bytes > excess.bytes && inodes >= excess.inodes) return index + 1;
  }
  return gains.length;
}

/** Only what is deleted file by file gives inodes back that were counted. */
function inodesOf({ kind, count }: AreaGain): number {
  return kind === 'temporary' || kind === 'packages' || kind === 'backups' ? count : 0;
}

function isUseful({ bytes, count }: AreaGain): boolean {
  return bytes !== null && (bytes > 0 || count > 0);
}

function proposalOf(rung: readonly AreaGain[]): Proposal {
  const parts = rung.map(({ name, bytes }) => `${name} (up to ${formatBytes(bytes ?? 0)})`);
  return {
    summary: `clean ${parts.join(', ')}`,
    actions: rung.map(({ kind, target }) => ({ action: cleaningActions[kind], target })),
  };
}
