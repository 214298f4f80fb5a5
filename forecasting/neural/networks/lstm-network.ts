import type { Tensor } from '@tensorflow/tfjs-core';
import { featuresOf } from '../layout.ts';
import type { Network } from './network.ts';
import { named } from './network.ts';
import { product } from './product.ts';

/**
 * A layer of long short-term memory that reads a block, and a layer that makes the next one of what it remembers.
 *
 * S. Hochreiter, J. Schmidhuber: Long short-term memory, Neural Computation 9, 1997; with forget gates: F. A. Gers,
 * J. Schmidhuber, F. Cummins: Learning to forget, Neural Computation 12, 2000.
 */
export function lstmNetwork(units: number): Network {
  return {
    shapes: (layout) => ({
      input: [featuresOf(layout), 4 * units],
      recurrent: [units, 4 * units],
      gates: [4 * units],
      output: [units, layout.block],
      offset: [layout.block],
    }),
    expects(tf, weights, seen, layout) {
      const count = seen.shape[0];
      const recurrent = named(weights, 'recurrent');
      const rows = tf.reshape(seen, [count * layout.block, featuresOf(layout)]);
      // One multiplication for all steps: only the memory has to be gone through one after the other.
      const driven = tf.add(product(tf, rows, named(weights, 'input')), named(weights, 'gates'));
      let [hidden, cell]: [Tensor, Tensor] = [tf.zeros([count, units]), tf.zeros([count, units])];
      for (const input of tf.unstack(tf.reshape(driven, [count, layout.block, 4 * units]), 1)) {
        const signals = tf.add(input, product(tf, hidden, recurrent));
        const gates = tf.sigmoid(tf.slice(signals, [0, 0], [count, 3 * units]));
        const candidate = tf.tanh(tf.slice(signals, [0, 3 * units], [count, units]));
        const [read, keep, show] = tf.split(gates, 3, 1) as [Tensor, Tensor, Tensor];
        cell = tf.add(tf.mul(cell, keep), tf.mul(read, candidate));
        hidden = tf.mul(show, tf.tanh(cell));
      }
      return tf.add(product(tf, hidden, named(weights, 'output')), named(weights, 'offset'));
    },
  };
}
