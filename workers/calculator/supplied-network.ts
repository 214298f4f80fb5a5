import type { InferenceSession } from 'onnxruntime-web';
import { readFile } from 'node:fs/promises';
import type { SuppliedNetwork } from '../../forecasting/neural/supplied-forecaster.ts';
import { ForecastRefusedError } from '../../forecasting/refused.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

/** What users install beside Nightshift to run a file of their own; tests run with exactly this. */
export const onnxPackage = 'onnxruntime-web@1.30.0';

const longestReason = 200;

/**
 * A network from a file of ONNX with one input `past`, float32 [1, n], and one output `ahead`, float32 [1, h].
 *
 * @throws ForecastRefusedError where the file is anything else, or what runs it is not installed.
 */
export async function suppliedNetwork(file: string): Promise<SuppliedNetwork> {
  const { env, InferenceSession: sessions, Tensor } = await import('onnxruntime-web').catch(notInstalled);
  // One thread: the calculator decides how much is calculated at the same time.
  env.wasm.numThreads = 1;
  const session = await readFile(file)
    .then((bytes) => sessions.create(bytes, { executionProviders: ['wasm'], logSeverityLevel: 3 }))
    .catch((error: unknown) => refuse(`cannot be used: ${maskedLine(String(error), longestReason)}`));
  const past = lengthOf(session.inputMetadata, 'past');
  const ahead = lengthOf(session.outputMetadata, 'ahead');
  if (past === null) refuse('must have one input, `past`, of float32 [1, n]');
  if (ahead === null) refuse('must have one output, `ahead`, of float32 [1, h]');
  return {
    past,
    ahead,
    async expects(values) {
      const { ahead: expected } = await session.run({ past: new Tensor('float32', values, [1, past]) });
      const numbers = expected?.data;
      if (numbers instanceof Float32Array && numbers.length === ahead) return numbers;
      throw new ForecastRefusedError('model-failed', 'The network has answered something else than it promises.');
    },
  };
}

/** Of the only port, where it is as it must be. */
function lengthOf(ports: readonly InferenceSession.ValueMetadata[], name: string): number | null {
  const [port] = ports;
  if (ports.length !== 1 || !port?.isTensor || port.name !== name || port.type !== 'float32') return null;
  const [one, length] = port.shape;
  return port.shape.length === 2 && one === 1 && typeof length === 'number' && length > 0 ? length : null;
}

function refuse(problem: string): never {
  throw new ForecastRefusedError('model-not-available', `The file of the Transformer ${problem}.`);
}

function notInstalled(error: unknown): never {
  if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  throw new ForecastRefusedError(
    'model-not-available',
    `A Transformer from a file needs ONNX Runtime: npm install --no-save --save-prod ${onnxPackage}`,
  );
}
