import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Layout } from '../layout.ts';
import type { TensorFlow } from '../tensorflow.ts';
import type { Shapes } from '../weights.ts';

/** A network between what is seen and what is expected, both a block long. */
export interface Network {
  /** Of its own weights. */
  shapes(layout: Layout): Shapes;
  /** @returns [count, block]: how far what comes lies from its like. */
  expects(tf: TensorFlow, weights: Tensors, seen: Tensor3D, layout: Layout): Tensor;
}

/** Weights inside the library. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** One of them, by name; a missing one is a mistake in a network. */
export function named(weights: Tensors, name: string): Tensor {
  const tensor = weights[name];
  if (!tensor) throw new Error(`a network has no weights ${name}`);
  return tensor;
}
