import type { ForecasterState } from '../../model/forecast/forecast.ts';
import type { Layout } from './layout.ts';
import type { Normalisation } from './normalisation.ts';

/** What is kept of a trained network: plain JSON. */
export interface NeuralState {
  readonly layout: Layout;
  readonly normalisation: Normalisation;
  /** How many values it has learned from. */
  readonly values: number;
  readonly weights: Readonly<Record<string, string>>;
}

/** Reads a state that may have been kept somewhere; null where it is none of these. The weights are read apart. */
export function neuralStateIn({ data }: ForecasterState): NeuralState | null {
  const state = data as Partial<NeuralState> | null;
  const { block, lags, columns } = state?.layout ?? {};
  const { scale, columns: scales } = state?.normalisation ?? {};
  const isWhole =
    isCount(block) &&
    Array.isArray(lags) &&
    lags.every(isCount) &&
    Array.isArray(columns) &&
    columns.every((name) => typeof name === 'string') &&
    isScale(scale) &&
    Array.isArray(scales) &&
    scales.length === columns.length &&
    scales.every((one) => Number.isFinite(one?.level) && isScale(one?.scale)) &&
    isCount(state?.values);
  return isWhole ? (state as NeuralState) : null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isScale(value: unknown): boolean {
  return Number.isFinite(value) && Number(value) > 0;
}
