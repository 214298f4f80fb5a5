import type { RefusalReason } from '../model/forecast/forecast.ts';

/** A forecaster can make nothing of a history; the message is for people. */
export class ForecastRefusedError extends Error {
  override readonly name = 'ForecastRefusedError';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
