import type { Column } from '../forecaster.ts';

/** What makes a column comparable with others, and tells it again. */
export interface Standard {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** The columns that ever changed; nothing can be learned from the others. */
export function standardsOf(columns: readonly Column[]): readonly Standard[] {
  return columns.flatMap(({ name, past }) => {
    const mean = past.reduce((sum, value) => sum + value / past.length, 0);
    const deviation = Math.sqrt(past.reduce((sum, value) => sum + (value - mean) ** 2 / past.length, 0));
    return deviation > 1e-9 * Math.abs(mean) && Number.isFinite(deviation) ? [{ name, mean, deviation }] : [];
  });
}

/** How far a value lies from what is usual; one that is missing is usual. */
export function standardised({ mean, deviation }: Standard, value: number | undefined): number {
  return value === undefined ? 0 : (value - mean) / deviation;
}
