import type * as core from '@tensorflow/tfjs-core';
import { ForecastRefusedError } from '../refused.ts';

/** The library behind the neural networks. A plain installation has none. */
export type TensorFlow = typeof core;

/** What its users install beside Nightshift; tests run with exactly this. */
export const tensorflowPackages = ['tfjs-core', 'tfjs-layers', 'tfjs-backend-wasm'].map(
  (name) => `@tensorflow/${name}@4.22.0`,
);

let loading: Promise<TensorFlow> | undefined;

/**
 * The library with its WebAssembly backend: it needs neither a GPU nor a compiler, and is the same on every machine. Its
 * Node build finds its own `.wasm` file.
 *
 * @throws ForecastRefusedError where it is not installed.
 */
export function loadTensorflow(): Promise<TensorFlow> {
  return (loading ??= load());
}

async function load(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs-core').catch(notInstalled);
  // The core alone knows no gradients: its Node build leaves them out, and that of the layers brings them.
  await import('@tensorflow/tfjs-layers').catch(notInstalled);
  await import('@tensorflow/tfjs-backend-wasm').catch(notInstalled);
  if (!(await tf.setBackend('wasm')))
    throw new ForecastRefusedError('model-not-available', 'The WebAssembly backend of TensorFlow.js does not start.');
  return tf;
}

function notInstalled(error: unknown): never {
  if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  throw new ForecastRefusedError(
    'model-not-available',
    `This model needs TensorFlow.js: npm install --no-save --save-prod ${tensorflowPackages.join(' ')}`,
  );
}
