import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadTensorflow, tensorflowPackages } from '../../../../forecasting/neural/tensorflow.ts';
import { aScratchFolder } from '../../../support/scratch.ts';
import { root } from '../../../support/sources/source-tree.ts';

interface Locked {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>>;
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Locked;

describe('TensorFlow.js', () => {
  it('runs by WebAssembly', async () => {
    const tf = await loadTensorflow();

    expect(tf.getBackend()).toBe('wasm');
  });

  it('is not part of a plain installation', () => {
    const installed = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/@tensorflow/'));

    expect(installed.length).toBeGreaterThan(0);
    expect(installed.filter(([, { dev }]) => !dev)).toEqual([]);
  });

  it('is tested in the version that users are told to install', () => {
    const tested = tensorflowPackages.map((one) => {
      const [name] = /^@[^@]+/.exec(one) ?? [''];
      return `${name}@${packages[`node_modules/${name}`]?.version}`;
    });

    expect(tested).toEqual(tensorflowPackages);
  });

  it.each(['lstm', 'transformer'])('is asked for by a %s where it is not installed', async (name) => {
    const folder = await aScratchFolder();
    cpSync(join(root, 'forecasting'), join(folder, 'forecasting'), { recursive: true });
    const program = `
      import { ${name} } from './forecasting/models/${name}.ts';
      const values = Float64Array.from({ length: 400 }, (_, hour) => hour % 24);
      const history = { values, startMs: 0, stepMs: 3_600_000, seasons: [24], columns: [], seed: 1 };
      const run = { signal: new AbortController().signal, onProgress() {} };
      await ${name}.train(history, run).catch(({ reason, message }) => console.log(reason, message));
    `;
    writeFileSync(join(folder, 'program.mts'), program);

    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'program.mts')]);

    expect(stdout).toBe(
      `model-not-available This model needs TensorFlow.js: npm install --no-save --save-prod ${tensorflowPackages.join(' ')}\n`,
    );
  });
});
