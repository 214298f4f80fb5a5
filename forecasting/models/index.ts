import type { ForecasterName } from '../../model/names.ts';
import type { Forecaster, SlowForecaster } from '../forecaster.ts';
import { ensemble } from './ensemble.ts';
import { localTrend } from './local-trend.ts';
import { ridgeAutoregression } from './ridge-autoregression.ts';
import { seasonalNaive } from './seasonal-naive.ts';

/** Every forecaster, by its name; what is missing is not installed. */
export const forecastersByName: Readonly<Partial<Record<ForecasterName, Forecaster | SlowForecaster>>> = {
  ensemble,
  'local-trend': localTrend,
  'ridge-autoregression': ridgeAutoregression,
  'seasonal-naive': seasonalNaive,
};
