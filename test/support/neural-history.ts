import type { Column, History, SlowForecaster } from '../../forecasting/forecaster.ts';
import { neuralForecaster } from '../../forecasting/neural/neural-forecaster.ts';
import { encoderNetwork } from '../../forecasting/neural/networks/encoder-network.ts';
import { lstmNetwork } from '../../forecasting/neural/networks/lstm-network.ts';
import { randomOf } from '../../forecasting/neural/random.ts';

const hourMs = 3_600_000;

/** Hours of a load by day, lower on two days of seven, that wanders in a rhythm of its own, with some noise. */
export function aLoad(hours: number, parts: { readonly unit?: number; readonly seed?: number } = {}): History {
  const { unit = 1, seed = 1 } = parts;
  const random = randomOf(7);
  const values = Float64Array.from({ length: hours }, (_, hour) => {
    const isWeekend = Math.floor(hour / 24) % 7 > 4;
    const day = (isWeekend ? 15 : 40) * Math.sin((hour / 12) * Math.PI);
    return unit * (100 + day + 20 * Math.sin(hour / 30) + 4 * (random() - 0.5));
  });
  return { values, startMs: Date.UTC(2026, 0, 5), stepMs: hourMs, seasons: [24, 168], columns: [], seed };
}

/** The history until one of its values, which was known ahead in its columns. */
export function until(history: History, end: number): History {
  const columns = history.columns.map(({ name, past, ahead }): Column => ({
    name,
    past: past.subarray(0, end),
    ahead: Float64Array.of(...past.subarray(end), ...ahead),
  }));
  return { ...history, values: history.values.subarray(0, end), columns };
}

/** A training that nobody ends. */
export const aRun = { signal: new AbortController().signal, onProgress: (): void => undefined };

/** Both kinds of networks, so small and trained so shortly that a test is quick. */
export const tinyForecasters: readonly SlowForecaster[] = [
  neuralForecaster('lstm', 1, lstmNetwork(4), { rate: 0.01, batch: 16, batchesPerEpoch: 4, epochs: 8, patience: 8 }),
  neuralForecaster('transformer', 1, encoderNetwork({ layers: 2, heads: 2, width: 4 }), {
    rate: 0.01,
    batch: 16,
    batchesPerEpoch: 4,
    epochs: 8,
    patience: 8,
  }),
];
