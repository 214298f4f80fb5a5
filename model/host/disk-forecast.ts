import type { Labels } from '../alert/alert.ts';
import type { Growth, Pace } from '../forecast/growth.ts';
import type { TimeToFull } from '../forecast/time-to-full.ts';
import { timeToFull, timeToFullInWords } from '../forecast/time-to-full.ts';
import { durationInWords } from '../text/duration.ts';
import type { DiskUsage } from './disk.ts';

/** How fast a disk fills up; a measure that does not grow has no pace. */
export interface DiskPaces {
  readonly bytes: Pace | null;
  readonly inodes: Pace | null;
}

/** What is known of how a disk fills up. */
export type DiskForecast =
  | { readonly kind: 'seen'; readonly bytes: Growth; readonly inodes: Growth }
  /** Nobody could see it, in words for people. */
  | { readonly kind: 'unseen'; readonly because: string };

/** The labels of the first alert that tells one file system from all others; null where none does. */
export function fileSystemLabels(alerts: readonly { readonly labels: Labels }[]): Labels | null {
  for (const { labels } of alerts) {
    const named = ['instance', 'mountpoint', 'device'].filter((name) => labels[name]);
    if (named[0] !== 'instance' || named.length === 1) continue;
    return Object.fromEntries(named.map((name) => [name, labels[name] ?? '']));
  }
  return null;
}

/** The paces of a forecast; null where nothing grows, or nobody knows. */
export function pacesOf(forecast: DiskForecast | null): DiskPaces | null {
  if (forecast?.kind !== 'seen') return null;
  const [bytes, inodes] = [paceOf(forecast.bytes), paceOf(forecast.inodes)];
  return bytes || inodes ? { bytes, inodes } : null;
}

/** When a disk that is used so will be full; null where nobody looked. */
export function describeForecast(forecast: DiskForecast | null, usage: DiskUsage | null): string | null {
  if (!forecast || !usage) return null;
  if (forecast.kind === 'unseen') return `no forecast: ${forecast.because}`;
  const growths = [forecast.bytes, forecast.inodes];
  const end = soonestEnd(pacesOf(forecast), usage);
  if (end) return `at the pace of the last ${durationInWords(overMsOf(forecast[end.measure]))} ${endInWords(end)}`;
  const steady = growths.find(({ kind }) => kind === 'not-growing');
  return steady ? `not growing in the last ${durationInWords(overMsOf(steady))}` : 'no forecast: too few measurements';
}

/** When a disk will be full that goes on filling as it did before somebody made room; null where it did not grow. */
export function describeRespite(paces: DiskPaces | null, usage: DiskUsage): string | null {
  const end = soonestEnd(paces, usage);
  return end && `at the pace from before ${endInWords(end)}`;
}

interface End {
  readonly measure: 'bytes' | 'inodes';
  readonly time: TimeToFull;
}

/** Of bytes and inodes, what ends first. */
function soonestEnd(paces: DiskPaces | null, usage: DiskUsage): End | null {
  const { bytesAvailable, inodes, inodesAvailable } = usage;
  const byBytes = paces?.bytes && ({ measure: 'bytes', time: timeToFull(paces.bytes, bytesAvailable) } as const);
  // Where inodes are not counted, none are used up.
  const isCounted = inodes > 0;
  const byInodes =
    paces?.inodes && isCounted && ({ measure: 'inodes', time: timeToFull(paces.inodes, inodesAvailable) } as const);
  if (!byBytes || !byInodes) return byBytes || byInodes || null;
  return byInodes.time.expectedMs < byBytes.time.expectedMs ? byInodes : byBytes;
}

function endInWords({ measure, time }: End): string {
  return `${measure === 'bytes' ? 'full' : 'out of inodes'} in ${timeToFullInWords(time)}`;
}

function paceOf(growth: Growth): Pace | null {
  return growth.kind === 'growing' ? growth.pace : null;
}

function overMsOf(growth: Growth): number {
  return growth.kind === 'too-little-data' ? 0 : growth.overMs;
}
