import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ArimaFit, ArimaOptions, EngineName } from '../../forecasting/engines.ts';
import { enginesOf, provideEngine } from '../../forecasting/engines.ts';
import type { ForecasterName } from '../../model/names.ts';

const require = createRequire(import.meta.url);

/** How each engine is found in its package; every one is read at most once. */
const loaders: Readonly<Record<EngineName, () => Promise<void>>> = {
  arima: () => Promise.resolve(provideEngine('arima', silentArima())),
  ets: async () => {
    const { AutoETS, initSync } = await import('@bsull/augurs/ets');
    initSync({ module: await bytesOf('ets') });
    provideEngine('ets', AutoETS);
  },
  mstl: async () => {
    const { MSTL, initSync } = await import('@bsull/augurs/mstl');
    initSync({ module: await bytesOf('mstl') });
    provideEngine('mstl', MSTL);
  },
  prophet: async () => {
    const { Prophet, initSync } = await import('@bsull/augurs/prophet');
    const { optimizer } = await import('@bsull/augurs-prophet-wasmstan');
    initSync({ module: await bytesOf('prophet') });
    provideEngine('prophet', { Prophet, optimizer });
  },
};
const loading = new Map<EngineName, Promise<void>>();

/** Reads what a forecaster calculates with; to be awaited before it is asked. Most need nothing. */
export async function loadEnginesOf(forecaster: ForecasterName): Promise<void> {
  await Promise.all((enginesOf[forecaster] ?? []).map(load));
}

function load(name: EngineName): Promise<void> {
  const known = loading.get(name);
  if (known) return known;
  const started = loaders[name]();
  loading.set(name, started);
  return started;
}

async function bytesOf(module: string): Promise<Buffer<ArrayBuffer>> {
  const script = require.resolve(`@bsull/augurs/${module}`);
  return readFile(script.replace(/\.js$/, '_bg.wasm'));
}

/** What the package `arima` is put together from; its own entry prints to standard output. */
interface ArimaParts {
  readonly make: (options: object) => object;
  readonly bytes: Uint8Array;
  readonly load: (module: object) => new (options: ArimaOptions) => ArimaFit;
}

function silentArima(): () => new (options: ArimaOptions) => ArimaFit {
  const within = createRequire(require.resolve('arima'));
  const parts: ArimaParts = {
    make: within('./wasm/native-sync.js') as ArimaParts['make'],
    bytes: within('./wrapper/native.bin.js') as ArimaParts['bytes'],
    load: within('./load.js') as ArimaParts['load'],
  };
  return () => parts.load(parts.make({ wasmBinary: parts.bytes, print: silence, printErr: silence }));
}

/** Nothing: standard output is for answers. */
function silence(): void {}
