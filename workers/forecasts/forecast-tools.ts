import type { ForecastTools } from '../../activities/forecasting/dependencies.ts';
import { processCalculator } from '../../clients/calculator/process-calculator.ts';
import { connectElasticsearch } from '../../clients/elasticsearch/connection.ts';
import { createShownFiles } from '../../clients/evidence/shown-files.ts';
import { createPrometheusClient } from '../../clients/prometheus.ts';
import { elasticsearchSeries } from '../../clients/series/elasticsearch-series.ts';
import { everySeries } from '../../clients/series/every-series.ts';
import { prometheusSeries } from '../../clients/series/prometheus/prometheus-series.ts';
import type { Config } from '../../config/config.ts';
import { firstCrossing } from '../../forecasting/crossing/first-crossing.ts';
import { calculatorModule } from '../calculator/calculator-module.ts';
import { pictureKeeper } from '../evidence/keep-picture.ts';

/** What forecasts are made with, and how it is put away. */
interface OpenedTools {
  readonly tools: Omit<ForecastTools, 'publish'>;
  readonly close: () => Promise<void>;
}

/** A whole history takes longer than any other question. */
const historyDeadlineMs = 30_000;

/** The holidays of the world take 36 MB, and few forecasts ask for them. */
const loadHolidays = () => import('../../forecasting/calendar/holidays.ts');

/** Opens what forecasts are made with; nothing is started before it is used. */
export function openForecastTools({ prometheus, elasticsearch, evidence, forecasting, worker }: Config): OpenedTools {
  const connected = elasticsearch && connectElasticsearch(elasticsearch);
  const calculator = processCalculator({
    module: calculatorModule,
    processes: forecasting.processes,
    transformerFile: forecasting.transformer,
  });
  const pictures = createShownFiles('forecast', evidence.folder, evidence.keepMs);
  return {
    tools: {
      seriesSource: everySeries({
        prometheus:
          prometheus && prometheusSeries(createPrometheusClient({ ...prometheus, deadlineMs: historyDeadlineMs })),
        elasticsearch: elasticsearch && connected && elasticsearchSeries(connected, elasticsearch),
      }),
      calculator,
      firstCrossing,
      holidaysOf: async (...asked) => (await loadHolidays()).holidaysOf(...asked),
      keepPicture: pictureKeeper(pictures, worker.publicUrl),
    },
    async close() {
      await Promise.all([calculator.close(), connected?.close()]);
    },
  };
}
