import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow.ts';

/**
 * The product of two matrices. The backend is several times slower where it multiplies by a transposed one, as the
 * library's own gradient does: here it is transposed first.
 */
export function product(tf: TensorFlow, left: Tensor, right: Tensor): Tensor {
  const multiplied = tf.customGrad((...args) => {
    const [a, b, save] = args as unknown as [Tensor, Tensor, (tensors: Tensor[]) => void];
    save([a, b]);
    return {
      value: tf.matMul(a, b),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [first, second] = saved as [Tensor, Tensor];
        return [tf.matMul(dy, tf.transpose(second)), tf.matMul(tf.transpose(first), dy)];
      },
    };
  });
  return multiplied(left, right);
}
