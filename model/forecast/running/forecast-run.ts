import type { RefusalReason } from '../forecast.ts';

/** How many series came to which end. */
export interface ForecastCounts {
  /** Series that have a forecast. */
  readonly made: number;
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
  /** Limits that are foreseen to be reached, and those that are no longer. */
  readonly predicted: number;
  readonly receded: number;
}

/** One run of a forecast over all of its series; `gone` where the configuration has no such forecast any more. */
export type ForecastRun =
  { readonly kind: 'done'; readonly series: number; readonly counts: ForecastCounts } | { readonly kind: 'gone' };

/** What a run begins with. */
export const noCounts: ForecastCounts = { made: 0, refused: {}, predicted: 0, receded: 0 };

/** Both together. */
export function addCounts(one: ForecastCounts, other: ForecastCounts): ForecastCounts {
  const refused = { ...one.refused };
  for (const [reason, count] of Object.entries(other.refused) as [RefusalReason, number][])
    refused[reason] = (refused[reason] ?? 0) + count;
  return {
    made: one.made + other.made,
    refused,
    predicted: one.predicted + other.predicted,
    receded: one.receded + other.receded,
  };
}

/** For people: `412 of 420 series forecast; limits foreseen: 3; refused: 8 stale`. */
export function runInWords(run: ForecastRun): string {
  if (run.kind === 'gone') return 'the configuration has no such forecast any more';
  const { series, counts } = run;
  const { made, predicted, receded } = counts;
  const refused = Object.entries(counts.refused).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${made} of ${series} series forecast`,
    `limits foreseen: ${predicted}`,
    ...(receded > 0 ? [`not foreseen any more: ${receded}`] : []),
    ...(refused.length > 0 ? [`refused: ${refused.join(', ')}`] : []),
  ].join('; ');
}
