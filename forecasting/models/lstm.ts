import { lstmNetwork } from '../neural/networks/lstm-network.ts';
import { neuralForecaster } from '../neural/neural-forecaster.ts';

/** A small recurrent network. */
export const lstm = neuralForecaster('lstm', 1, lstmNetwork(16), {
  rate: 0.004,
  batch: 32,
  batchesPerEpoch: 8,
  epochs: 25,
  patience: 5,
});
