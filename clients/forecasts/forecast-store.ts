import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { IssuedForecast } from '../../model/forecast/running/issued.ts';

/** What is kept of one series between two runs. */
export interface KeptForecast {
  /** Null where nothing was learned yet, or what was learned is of no use any more. */
  readonly state: ForecasterState | null;
  /** Forecasts that cannot be compared yet with what happened, oldest first. */
  readonly issued: readonly IssuedForecast[];
}

/** One series of one forecast. */
export interface KeptName {
  readonly forecast: string;
  /** The fingerprint of its labels. */
  readonly key: string;
  /** Changes with whatever the state was learned for: a state for something else is none. */
  readonly madeFor: string;
}

/** What forecasts have learned, on the worker's own disk. What is lost is learned anew. */
export interface ForecastStore {
  /** Nothing where nothing readable is kept. */
  read(name: KeptName): Promise<KeptForecast>;
  /** @throws ForecastStoreError where it cannot be written. */
  write(name: KeptName, kept: KeptForecast): Promise<void>;
  /** Removes what has not been written for too long. */
  removeOld(): Promise<void>;
}

/** There is no place for what was learned; the message says what to do. */
export class ForecastStoreError extends Error {
  override readonly name = 'ForecastStoreError';

  constructor(folder: string, cause: unknown) {
    super(`cannot be written to ${folder}: make room there, or name another folder under forecasting`, { cause });
  }
}
