import type { Tensor } from '@tensorflow/tfjs-core';
import { featuresOf } from '../layout.ts';
import type { Network, Tensors } from './network.ts';
import { named } from './network.ts';
import { product } from './product.ts';
import type { TensorFlow } from '../tensorflow.ts';

/** How large an encoder is. */
interface EncoderSize {
  readonly layers: number;
  readonly heads: number;
  /** How many numbers stand for a step; a multiple of the heads. */
  readonly width: number;
}

const tiny = 1e-5;

/**
 * The encoder of a Transformer over the steps of a block: each step looks at all others and says what comes a block
 * later. Norms come before what they steady, which trains without a warm-up.
 *
 * A. Vaswani and others: Attention is all you need, 2017. R. Xiong and others: On layer normalization in the Transformer
 * architecture, 2020.
 */
export function encoderNetwork({ layers, heads, width }: EncoderSize): Network {
  const names = Array.from({ length: layers }, (_, index) => `layer${index}`);
  return {
    shapes: (layout) => ({
      input: [featuresOf(layout), width],
      inputOffset: [width],
      ...Object.assign({}, ...names.map((name) => shapesOf(name, width))),
      gain: [width],
      output: [width, 1],
      offset: [1],
    }),
    expects(tf, weights, seen, { block }) {
      const count = seen.shape[0];
      let steps = tf.add(
        linear(tf, seen, named(weights, 'input'), named(weights, 'inputOffset')),
        positions(tf, block, width),
      );
      for (const name of names) {
        const looked = attention(tf, normal(tf, steps, named(weights, `${name}Gain1`)), weights, name, heads);
        steps = tf.add(steps, looked);
        const inner = linear(
          tf,
          normal(tf, steps, named(weights, `${name}Gain2`)),
          named(weights, `${name}Wide`),
          named(weights, `${name}WideOffset`),
        );
        steps = tf.add(
          steps,
          linear(tf, tf.relu(inner), named(weights, `${name}Narrow`), named(weights, `${name}NarrowOffset`)),
        );
      }
      const ahead = linear(
        tf,
        normal(tf, steps, named(weights, 'gain')),
        named(weights, 'output'),
        named(weights, 'offset'),
      );
      return tf.reshape(ahead, [count, block]);
    },
  };
}

function shapesOf(name: string, width: number): Readonly<Record<string, readonly number[]>> {
  return {
    [`${name}Gain1`]: [width],
    [`${name}Looks`]: [width, 3 * width],
    [`${name}LooksOffset`]: [3 * width],
    [`${name}Joins`]: [width, width],
    [`${name}JoinsOffset`]: [width],
    [`${name}Gain2`]: [width],
    [`${name}Wide`]: [width, 2 * width],
    [`${name}WideOffset`]: [2 * width],
    [`${name}Narrow`]: [2 * width, width],
    [`${name}NarrowOffset`]: [width],
  };
}

/** Several heads at once: [count, block, width] as [count, heads, block, width / heads]. */
function attention(tf: TensorFlow, steps: Tensor, weights: Tensors, name: string, heads: number): Tensor {
  const [count = 0, block = 0, width = 0] = steps.shape;
  const looks = linear(tf, steps, named(weights, `${name}Looks`), named(weights, `${name}LooksOffset`));
  const parts = tf.split(tf.reshape(looks, [count, block, 3 * heads, width / heads]), 3, 2);
  const [queries, keys, contents] = parts.map((part) => tf.transpose(part, [0, 2, 1, 3])) as [Tensor, Tensor, Tensor];
  const near = tf.softmax(tf.mul(tf.matMul(queries, keys, false, true), Math.sqrt(heads / width)));
  const joined = tf.reshape(tf.transpose(tf.matMul(near, contents), [0, 2, 1, 3]), [count, block, width]);
  return linear(tf, joined, named(weights, `${name}Joins`), named(weights, `${name}JoinsOffset`));
}

/** One matrix for every step. */
function linear(tf: TensorFlow, steps: Tensor, matrix: Tensor, offset: Tensor): Tensor {
  const [count = 0, block = 0, width = 0] = steps.shape;
  const rows = product(tf, tf.reshape(steps, [count * block, width]), matrix);
  return tf.reshape(tf.add(rows, offset), [count, block, matrix.shape[1] ?? 0]);
}

/** Each step at mean 0 and variance 1, times a gain around 1. */
function normal(tf: TensorFlow, steps: Tensor, gain: Tensor): Tensor {
  const { mean, variance } = tf.moments(steps, -1, true);
  return tf.mul(tf.mul(tf.sub(steps, mean), tf.rsqrt(tf.add(variance, tiny))), tf.add(gain, 1));
}

/** Where a step stands, as waves of many lengths. */
function positions(tf: TensorFlow, block: number, width: number): Tensor {
  const waves = Float32Array.from({ length: block * width }, (_, at) => {
    const [step, index] = [Math.floor(at / width), at % width];
    const angle = step / 10_000 ** ((index - (index % 2)) / width);
    return index % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
  return tf.tensor(waves, [block, width]);
}
