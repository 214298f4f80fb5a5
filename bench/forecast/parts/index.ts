import type { ForecastBenchOptions, PartName } from '../options.ts';
import type { Chapter } from '../report.ts';
import { answerQuestion } from '../../../forecasting/answer.ts';
import { measureCrossing } from './crossing.ts';
import { measureM4 } from './m4.ts';
import { measureNab } from './nab.ts';
import { measureThroughput } from './throughput.ts';

/** Every part, by its name on the command line. */
export const forecastParts: Readonly<Record<PartName, (options: ForecastBenchOptions) => Promise<Chapter>>> = {
  m4: measureM4,
  nab: measureNab,
  crossing: () => measureCrossing(answerQuestion),
  throughput: () => measureThroughput(answerQuestion),
};
