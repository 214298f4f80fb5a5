import type { Logger } from 'pino';
import type { Calculator } from '../../clients/calculator/calculator.ts';
import type { ForecastStore } from '../../clients/forecasts/forecast-store.ts';
import type { SeriesSource } from '../../clients/series/series-source.ts';
import type { ScorebookClient } from '../../clients/predictions/scorebooks.ts';
import type { PredictionClient } from '../../clients/temporal/forecasts/predictions.ts';
import type { ForecastRunMetrics } from '../../metrics/forecasting/forecast-runs.ts';
import type { Labels } from '../../model/alert/alert.ts';
import type { Crossing, Limit } from '../../model/forecast/crossing.ts';
import type { ForecastCalendar, ForecastDefinition } from '../../model/forecast/running/definition.ts';
import type { Forecast, ForecastEvent } from '../../model/forecast/forecast.ts';
import type { Sample } from '../../model/forecast/sample.ts';
import type { SeriesQuery } from '../../model/forecast/series-query.ts';
import type { Series } from '../../model/forecast/series.ts';
import type { RunbookName } from '../../model/names.ts';
import type { Target } from '../../model/target.ts';

/** Where an alert with some labels belongs; no incident where a route ignores it. */
interface Belonging {
  readonly incident: string | null;
  readonly target: Target | null;
  readonly runbook: RunbookName | null;
}

/** What forecasts are made with. */
export interface ForecastTools {
  readonly seriesSource: SeriesSource<SeriesQuery>;
  readonly calculator: Calculator;
  /** When a forecast first reaches a limit; null where it does not. */
  readonly firstCrossing: (forecast: Forecast, limit: Limit, now: Sample) => Crossing | null;
  /** The holidays of a time. */
  readonly holidaysOf: (calendar: ForecastCalendar, fromMs: number, toMs: number) => Promise<readonly ForecastEvent[]>;
  /** Draws what is foreseen, and keeps the picture among the evidence under the name that it returns. */
  readonly keepPicture: (foreseen: Foreseen) => Promise<string | null>;
  /** Shows a forecast to whoever watches; it never waits and never fails. */
  readonly publish: (published: PublishedForecast) => void;
}

/** What the activities of forecasts use. */
export interface ForecastDependencies extends ForecastTools {
  readonly forecasts: readonly ForecastDefinition[];
  readonly forecastStore: ForecastStore;
  readonly predictions: PredictionClient;
  readonly scorebooks: ScorebookClient;
  readonly forecastMetrics: ForecastRunMetrics;
  readonly log: Logger;
  /** Decides as the door does for a real alert. */
  readonly belongingOf: (alertLabels: Labels) => Belonging;
}

/** A limit, and when it is first reached; null where that is not foreseen. */
export interface Outlook {
  readonly limit: Limit;
  readonly crossing: Crossing | null;
}

/** One forecast of one series, as it was just made. */
export interface PublishedForecast {
  /** Its name in the configuration. */
  readonly name: string;
  readonly everyMs: number;
  readonly series: Series;
  readonly forecast: Forecast;
  readonly limits: readonly Outlook[];
}

/** What a picture shows. */
export interface Foreseen {
  readonly title: string;
  readonly series: Series;
  readonly forecast: Forecast;
  readonly limit: Limit;
  readonly crossing: Crossing;
}
