import type { ForecastBenchOptions, PartName } from '../options.ts';
import type { Chapter } from '../report.ts';
import { measureM4 } from './m4.ts';
import { measureNab } from './nab.ts';

/** Every part, by its name on the command line. */
export const forecastParts: Readonly<Record<PartName, (options: ForecastBenchOptions) => Promise<Chapter>>> = {
  m4: measureM4,
  nab: measureNab,
};
