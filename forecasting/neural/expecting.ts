import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Layout } from './layout.ts';
import { featuresOf } from './layout.ts';
import type { Network, Tensors } from './networks/network.ts';
import { named } from './networks/network.ts';
import { product } from './networks/product.ts';
import type { TensorFlow } from './tensorflow.ts';
import type { Shapes } from './weights.ts';
import type { Windows } from './windows.ts';

/** Windows inside the library. */
interface WindowTensors {
  readonly seen: Tensor3D;
  readonly likes: Tensor3D;
}

/** All that is learned: how much each like counts, what follows directly from what is seen, and the network itself. */
export function shapesFor(network: Network, layout: Layout): Shapes {
  return {
    mix: [layout.lags.length + 1],
    share: [1],
    direct: [layout.block * featuresOf(layout) * layout.block],
    ...network.shapes(layout),
  };
}

/**
 * What comes: a mixture of what was a season before, and what is learned about how far from that it comes. At first that is
 * nothing, so that training takes the network away from a seasonal naive forecast only where that helps.
 *
 * @returns [count, block].
 */
export function expecting(
  tf: TensorFlow,
  network: Network,
  weights: Tensors,
  { seen, likes }: WindowTensors,
  layout: Layout,
): Tensor {
  const [count, block, features] = seen.shape;
  const parts = tf.reshape(tf.softmax(named(weights, 'mix')), [1, layout.lags.length + 1, 1]);
  const usual = tf.sum(tf.mul(likes, parts), 1);
  const direct = product(
    tf,
    tf.reshape(seen, [count, block * features]),
    tf.reshape(named(weights, 'direct'), [block * features, block]),
  );
  const learned = tf.mul(network.expects(tf, weights, seen, layout), named(weights, 'share'));
  return tf.add(tf.add(usual, direct), learned);
}

/** Some of the windows, by their rows. */
export function tensorsOf(tf: TensorFlow, windows: Windows, rows: readonly number[], layout: Layout): WindowTensors {
  const { block, lags } = layout;
  const features = featuresOf(layout);
  return {
    seen: tf.tensor3d(rowsOf(windows.seen, rows, block * features), [rows.length, block, features]),
    likes: tf.tensor3d(rowsOf(windows.likes, rows, (lags.length + 1) * block), [rows.length, lags.length + 1, block]),
  };
}

/** What came after them. */
export function aheadOf(tf: TensorFlow, windows: Windows, rows: readonly number[], { block }: Layout): Tensor2D {
  return tf.tensor2d(rowsOf(windows.ahead, rows, block), [rows.length, block]);
}

function rowsOf(numbers: Float32Array, rows: readonly number[], length: number): Float32Array {
  const taken = new Float32Array(rows.length * length);
  for (const [index, row] of rows.entries())
    taken.set(numbers.subarray(row * length, (row + 1) * length), index * length);
  return taken;
}
