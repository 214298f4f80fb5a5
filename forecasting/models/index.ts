import type { ForecasterName } from '../../model/names.ts';
import type { Forecaster, SlowForecaster } from '../forecaster.ts';
import { arima } from './arima.ts';
import { ensemble } from './ensemble.ts';
import { ets } from './ets.ts';
import { localTrend } from './local-trend.ts';
import { mstl } from './mstl.ts';
import { prophet } from './prophet.ts';
import { ridgeAutoregression } from './ridge-autoregression.ts';
import { seasonalNaive } from './seasonal-naive.ts';

/** Every forecaster, by its name. Those that need an engine load none by being listed. */
export const forecastersByName: Readonly<Partial<Record<ForecasterName, Forecaster | SlowForecaster>>> = {
  arima,
  ensemble,
  ets,
  'local-trend': localTrend,
  mstl,
  prophet,
  'ridge-autoregression': ridgeAutoregression,
  'seasonal-naive': seasonalNaive,
};
