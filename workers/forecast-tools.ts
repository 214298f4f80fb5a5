import type { ForecastTools } from '../activities/forecasting/dependencies.ts';
import { everySeries } from '../clients/series/every-series.ts';

/** What forecasts are made with, and how it is put away. */
interface OpenedTools {
  readonly tools: ForecastTools;
  readonly close: () => Promise<void>;
}

/** Opens what forecasts are made with; nothing is started before it is used. */
export function openForecastTools(): OpenedTools {
  const tools: ForecastTools = {
    seriesSource: everySeries({ prometheus: null, elasticsearch: null }),
    calculator: {
      forecast: async () => ({ kind: 'refused', reason: 'model-not-available', detail: 'no calculator' }),
      close: async () => undefined,
    },
    firstCrossing: () => null,
    holidaysOf: () => [],
    keepPicture: async () => null,
  };
  return { tools, close: () => tools.calculator.close() };
}
