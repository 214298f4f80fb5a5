import type { ForecasterName } from '../../model/names.ts';
import type { History, SlowForecaster } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';
import { expecting, shapesFor, tensorsOf } from './expecting.ts';
import { layoutFor } from './layout.ts';
import type { Schedule } from './learning.ts';
import { learn } from './learning.ts';
import type { Network } from './networks/network.ts';
import type { NeuralState } from './neural-state.ts';
import { neuralStateIn } from './neural-state.ts';
import { normalisationOf } from './normalisation.ts';
import type { TensorFlow } from './tensorflow.ts';
import { loadTensorflow } from './tensorflow.ts';
import { packed, unpacked } from './weights.ts';
import { windowsAt } from './windows.ts';
import { lastMsOf } from '../history/last-ms.ts';

/** A network is used until the history has grown by this share of what it has learned from. */
const outgrown = 0.25;

/** A forecaster around a network. Steps beyond a block are expected from those expected before. */
export function neuralForecaster(
  name: ForecasterName,
  version: number,
  network: Network,
  schedule: Schedule,
): SlowForecaster {
  return {
    name,
    version,
    async train(history, run) {
      const layout = layoutFor(history);
      const normalisation = normalisationOf(history, layout);
      const tf = await loadTensorflow();
      const weights = await learn(tf, network, history, layout, normalisation, schedule, run);
      const data: NeuralState = { layout, normalisation, values: history.values.length, weights: packed(weights) };
      return { model: name, version, trainedToMs: lastMsOf(history), data };
    },
    canUse(state, history) {
      const kept = state.model === name && state.version === version ? neuralStateIn(state) : null;
      if (!kept || state.trainedToMs > lastMsOf(history)) return false;
      const isWhole = unpacked(kept.weights, shapesFor(network, kept.layout)) !== null;
      const grownBy = (lastMsOf(history) - state.trainedToMs) / history.stepMs;
      const isLike = JSON.stringify(kept.layout) === JSON.stringify(layoutFor(history));
      return isWhole && isLike && grownBy <= outgrown * kept.values;
    },
    async forecast(state, history, steps) {
      const kept = neuralStateIn(state);
      if (!kept) throw new ForecastRefusedError('model-failed', 'What was kept of the network is not whole.');
      const tf = await loadTensorflow();
      const { length } = history.values;
      const values = new Float64Array(length + steps + kept.layout.block);
      values.set(history.values);
      for (let end = length; end < length + steps; end += kept.layout.block) {
        values.set(nextBlock(tf, network, kept, { ...history, values: values.subarray(0, end) }), end);
      }
      const ahead = values.slice(length, length + steps);
      if (!ahead.every(Number.isFinite))
        throw new ForecastRefusedError('model-failed', 'The network expects no numbers.');
      return ahead;
    },
  };
}

function nextBlock(tf: TensorFlow, network: Network, kept: NeuralState, history: History): Float64Array {
  const { layout, normalisation } = kept;
  const shapes = shapesFor(network, layout);
  const weights = unpacked(kept.weights, shapes);
  if (!weights) throw new ForecastRefusedError('model-failed', 'What was kept of the network is not whole.');
  const windows = windowsAt(history, [history.values.length], layout, normalisation);
  const expected = tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(shapes).map(([key, shape]) => [key, tf.tensor(weights[key] ?? [], [...shape])]),
    );
    return expecting(tf, network, tensors, tensorsOf(tf, windows, [0], layout), layout).dataSync();
  });
  const [level = 0] = windows.levels;
  return Float64Array.from(expected, (value) => level + value * normalisation.scale);
}
