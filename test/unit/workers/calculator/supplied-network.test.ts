import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { suppliedTransformer } from '../../../../forecasting/neural/supplied-forecaster.ts';
import { onnxPackage, suppliedNetwork } from '../../../../workers/calculator/supplied-network.ts';
import { anOnnxFile } from '../../../support/calculator/onnx-file.ts';
import { aLoad, aRun } from '../../../support/neural-history.ts';
import { aScratchFile } from '../../../support/scratch.ts';
import { root } from '../../../support/sources/source-tree.ts';

const past = { name: 'past', shape: [1, 4] };
const ahead = { name: 'ahead', shape: [1, 2] };
/** Expects the first two of four values again. */
const firstTwo = [
  [1, 0],
  [0, 1],
  [0, 0],
  [0, 0],
];

async function aFile(input = past, output = ahead, matrix = firstTwo): Promise<string> {
  return aScratchFile(Buffer.from(anOnnxFile(input, output, matrix)));
}

describe('a Transformer from a file', () => {
  it('expects what the file says, in the unit of the series, and goes on from that', async () => {
    const file = await aFile();
    const transformer = suppliedTransformer(() => suppliedNetwork(file));
    const history = { ...aLoad(0), values: Float64Array.of(1, 2, 1e6, 3e6, 2e6, 5e6) };
    const state = await transformer.train(history, aRun);

    const expected = await transformer.forecast(state, history, 5);

    expect(transformer.canUse(state, history)).toBe(true);
    expect([...expected].map((value) => Math.round(value / 1e4))).toEqual([100, 300, 200, 500, 100]);
  });

  it('refuses a history that is shorter than what it reads', async () => {
    const file = await aFile();
    const transformer = suppliedTransformer(() => suppliedNetwork(file));
    const history = aLoad(3);

    const forecast = transformer.forecast(await transformer.train(history, aRun), history, 5);

    await expect(forecast).rejects.toMatchObject({ reason: 'too-few-values', message: expect.stringContaining('4') });
  });

  it('uses no state of the small one', () => {
    const transformer = suppliedTransformer(() => Promise.reject(new Error('not asked for')));
    const state = { model: 'transformer', version: 1, trainedToMs: 0, data: { weights: {} } } as const;

    expect(transformer.canUse(state, aLoad(100))).toBe(false);
  });

  it.each([
    { what: 'another input', file: () => aFile({ ...past, name: 'x' }), problem: 'one input, `past`' },
    {
      what: 'an input of any length',
      file: () => aFile({ name: 'past', shape: [1, 'n'] } as never),
      problem: '[1, n]',
    },
    { what: 'another output', file: () => aFile(past, { ...ahead, name: 'y' }), problem: 'one output, `ahead`' },
    { what: 'no network', file: () => aScratchFile('no network'), problem: 'cannot be used' },
    { what: 'no file', file: () => Promise.resolve('/no/such/file'), problem: 'ENOENT' },
  ])('is refused where there is $what', async ({ file, problem }) => {
    const network = suppliedNetwork(await file());

    await expect(network).rejects.toMatchObject({
      reason: 'model-not-available',
      message: expect.stringContaining(problem) as string,
    });
  });

  it('is tested in the version that users are told to install, which a plain installation leaves out', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    const { packages } = JSON.parse(lock) as { packages: Record<string, { version: string; dev?: boolean }> };

    const { version, dev } = packages['node_modules/onnxruntime-web'] ?? {};

    expect({ name: `onnxruntime-web@${version}`, dev }).toEqual({ name: onnxPackage, dev: true });
  });
});
