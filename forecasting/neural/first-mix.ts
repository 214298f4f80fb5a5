import type { Layout } from './layout.ts';
import type { Windows } from './windows.ts';

/** How much less a like counts that errs by so much more than the best one. */
const strictness = 6;

/** How much each like counts before anything is learned, as what the softmax is taken of: the fewer its errors the more. */
export function firstMix({ count, likes, ahead }: Windows, { block, lags }: Layout): Float32Array {
  const errors = new Float64Array(lags.length + 1);
  for (let row = 0; row < count; row++) {
    for (let index = 0; index < errors.length; index++) {
      for (let step = 0; step < block; step++) {
        const like = likes[(row * errors.length + index) * block + step] ?? 0;
        errors[index] = (errors[index] ?? 0) + Math.abs(like - (ahead[row * block + step] ?? 0));
      }
    }
  }
  const least = Math.min(...errors);
  return Float32Array.from(errors, (error) => (least === 0 ? 0 : strictness * (1 - Math.min(3, error / least))));
}
