import type { ForecasterName } from '../../model/names.ts';
import type { Forecaster, SlowForecaster } from '../forecaster.ts';
import { arima } from './arima.ts';
import { ensemble } from './ensemble.ts';
import { ets } from './ets.ts';
import { localTrend } from './local-trend.ts';
import { lstm } from './lstm.ts';
import { mstl } from './mstl.ts';
import { prophet } from './prophet.ts';
import { ridgeAutoregression } from './ridge-autoregression.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { transformer } from './transformer.ts';

/** Every forecaster, by its name. Those that need an engine load none by being listed. */
export const forecasters = {
  arima,
  ensemble,
  ets,
  'local-trend': localTrend,
  lstm,
  mstl,
  prophet,
  'ridge-autoregression': ridgeAutoregression,
  'seasonal-naive': seasonalNaive,
  transformer,
} as const satisfies Record<ForecasterName, Forecaster | SlowForecaster>;
