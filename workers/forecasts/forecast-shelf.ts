import type { ExportedForecast, ExportedValue } from '../../model/forecast/exporting/exported.ts';
import { exportedValues } from '../../model/forecast/exporting/exported.ts';

/** Series of one forecast that are shown; each has about twenty values. */
const maxSeries = 100;
/** Of all forecasts together. */
const maxSeriesInAll = 1_000;
/** Those who read within this time read the same. */
const freshMs = 1_000;

/**
 * The newest forecast of each series, for as long as it is not stale. Where there are too many series those stay whose
 * limits are likeliest to be reached.
 */
export class ForecastShelf {
  private readonly shown = new Map<string, ExportedForecast>();
  /** What there is no room for. */
  private readonly crowdedOut = new Map<string, Pick<ExportedForecast, 'forecast' | 'staleAtMs'>>();
  private last: { readonly atMs: number; readonly values: readonly ExportedValue[] } | null = null;

  put(exported: ExportedForecast, atMs: number): void {
    this.removeStale(atMs);
    this.last = null;
    const key = JSON.stringify([exported.forecast, exported.series]);
    this.crowdedOut.delete(key);
    this.shown.set(key, exported);
    const ofForecast = [...this.shown].filter(([, { forecast }]) => forecast === exported.forecast);
    if (ofForecast.length > maxSeries) this.crowdOut(ofForecast);
    else if (this.shown.size > maxSeriesInAll) this.crowdOut([...this.shown]);
  }

  /** What all of them say at a moment. */
  valuesAt(atMs: number): readonly ExportedValue[] {
    if (this.last && Math.abs(atMs - this.last.atMs) < freshMs) return this.last.values;
    this.removeStale(atMs);
    const values = [...this.shown.values()].flatMap((exported) => exportedValues(exported, atMs));
    this.last = { atMs, values };
    return values;
  }

  /** How many series there is no room for, by the name of their forecast. */
  leftOutAt(atMs: number): ReadonlyMap<string, number> {
    this.removeStale(atMs);
    const counts = new Map([...this.shown.values()].map(({ forecast }) => [forecast, 0]));
    for (const { forecast } of this.crowdedOut.values()) counts.set(forecast, (counts.get(forecast) ?? 0) + 1);
    return counts;
  }

  private crowdOut(entries: readonly (readonly [string, ExportedForecast])[]): void {
    const [key, { forecast, staleAtMs }] = entries.reduce((least, entry) =>
      likelihoodOf(entry[1]) <= likelihoodOf(least[1]) ? entry : least,
    );
    this.shown.delete(key);
    this.crowdedOut.set(key, { forecast, staleAtMs });
  }

  private removeStale(atMs: number): void {
    for (const shelf of [this.shown, this.crowdedOut]) {
      for (const [key, { staleAtMs }] of shelf) if (staleAtMs <= atMs) shelf.delete(key);
    }
  }
}

/** That any of its limits is reached. */
function likelihoodOf({ limits }: ExportedForecast): number {
  return Math.max(0, ...limits.map(({ crossing }) => crossing?.probability ?? 0));
}
