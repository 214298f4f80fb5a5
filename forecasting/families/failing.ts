import type { EngineName } from '../engines.ts';
import { ForecastRefusedError } from '../refused.ts';

/** What an engine threw, as a refusal. Its own words are of no use to people, and may be very long. */
export function reasonFor(engine: EngineName, error: unknown): ForecastRefusedError {
  const words = error instanceof Error ? error.message : String(error);
  if (/not enough data|less than two periods|too short/i.test(words)) {
    return new ForecastRefusedError('too-few-values', `${engine} needs more values`);
  }
  return new ForecastRefusedError('model-failed', `${engine} cannot be fitted to these values`);
}
