import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './tensorflow.ts';

/**
 * The product of two matrices. The backend is several times slower where it multiplies by a transposed one, as the
 * library's own gradient does: here it is transposed first.
 */
export function product(tf: TensorFlow, left: Tensor2D, right: Tensor2D): Tensor2D {
  const multiplied = tf.customGrad((...args) => {
    const [a, b, save] = args as unknown as [Tensor2D, Tensor2D, (tensors: Tensor[]) => void];
    save([a, b]);
    return {
      value: tf.matMul<Tensor2D>(a, b),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [first, second] = saved as [Tensor, Tensor];
        return [tf.matMul(dy, tf.transpose(second)), tf.matMul(tf.transpose(first), dy)];
      },
    };
  });
  return multiplied(left, right);
}
