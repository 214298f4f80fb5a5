import type { ForecastBenchOptions } from '../options.ts';
import type { Chapter } from '../report.ts';
import { measureM4 } from './m4.ts';
import { measureNab } from './nab.ts';

/** Every part, by its name on the command line. */
export const forecastParts = {
  m4: measureM4,
  nab: measureNab,
} as const satisfies Record<string, (options: ForecastBenchOptions) => Promise<Chapter>>;

export type PartName = keyof typeof forecastParts;
export const partNames = Object.keys(forecastParts) as PartName[];
