import { encoderNetwork } from '../neural/networks/encoder-network.ts';
import { neuralForecaster } from '../neural/neural-forecaster.ts';

/** A small Transformer. */
export const transformer = neuralForecaster('transformer', 1, encoderNetwork({ layers: 1, heads: 2, width: 16 }), {
  rate: 0.004,
  batch: 32,
  batchesPerEpoch: 8,
  epochs: 30,
  patience: 6,
});
