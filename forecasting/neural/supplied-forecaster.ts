import type { SlowForecaster } from '../forecaster.ts';
import { ForecastRefusedError } from '../refused.ts';
import { meanOf, spreadOf } from './normalisation.ts';
import { lastMsOf } from '../history/last-ms.ts';

/** A network that somebody else has trained. It reads and expects so many values at once, around 0 and about 1 apart. */
export interface SuppliedNetwork {
  readonly past: number;
  readonly ahead: number;
  expects(past: Float32Array): Promise<Float32Array>;
}

/** What is kept of it: it learns nothing here. */
const supplied = { supplied: true };

/**
 * A Transformer from a file of the user in the place of the small one. Seasons, events and other series are nothing to
 * it; intervals are put around it as around every model.
 *
 * @param load called when it is asked for.
 */
export function suppliedTransformer(load: () => Promise<SuppliedNetwork>): SlowForecaster {
  let loading: Promise<SuppliedNetwork> | undefined;
  const loaded = (): Promise<SuppliedNetwork> => (loading ??= load());
  return {
    name: 'transformer',
    version: 1,
    async train(history) {
      return { model: 'transformer', version: 1, trainedToMs: lastMsOf(history), data: supplied };
    },
    canUse: ({ model, version, data }) => model === 'transformer' && version === 1 && isSupplied(data),
    async forecast(_state, history, steps) {
      const network = await loaded();
      const { length } = history.values;
      if (length < network.past) {
        const detail = `The network reads ${network.past} values; there are ${length}.`;
        throw new ForecastRefusedError('too-few-values', detail);
      }
      const values = new Float64Array(length + steps + network.ahead);
      values.set(history.values);
      for (let end = length; end < length + steps; end += network.ahead) {
        values.set(await nextOf(network, values.subarray(end - network.past, end)), end);
      }
      const ahead = values.slice(length, length + steps);
      if (ahead.every(Number.isFinite)) return ahead;
      throw new ForecastRefusedError('model-failed', 'The network expects no numbers.');
    },
  };
}

function isSupplied(data: unknown): boolean {
  return (data as Partial<typeof supplied> | null)?.supplied === true;
}

async function nextOf(network: SuppliedNetwork, past: Float64Array): Promise<Float64Array> {
  const level = meanOf(past, 0, past.length);
  const distances = past.map((value) => value - level);
  const scale = spreadOf(distances, past);
  const expected = await network.expects(Float32Array.from(distances, (distance) => distance / scale));
  return Float64Array.from(expected, (value) => level + value * scale);
}
