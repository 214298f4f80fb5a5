import type { AutoETS } from '@bsull/augurs/ets';
import type { MSTL } from '@bsull/augurs/mstl';
import type { Prophet, ProphetOptions } from '@bsull/augurs/prophet';
import type { ForecasterName } from '../model/names.ts';
import { ForecastRefusedError } from './refused.ts';

/** One fit of the package `arima`; its class has no types of its own that could be made anew. */
export interface ArimaFit {
  train(values: readonly number[]): ArimaFit;
  /** The values ahead, and their variances, which are not to be trusted. */
  predict(steps: number): readonly [readonly number[], readonly number[]];
  destroy(): void;
}

/** The orders of a model. With `auto` it would choose them itself, but then forgets the drift of what it chose. */
export interface ArimaOptions {
  readonly auto: false;
  readonly method: number;
  readonly p: number;
  readonly d: number;
  readonly q: number;
  readonly P: number;
  readonly D: number;
  readonly Q: number;
  /** The length of the season; 0 for none. */
  readonly s: number;
}

/** Compiled mathematics of others, which somebody with access to files has to hand in. */
interface Engines {
  /** Each call has memory of its own, so that what one series broke harms no other. */
  readonly arima: () => new (options: ArimaOptions) => ArimaFit;
  readonly ets: typeof AutoETS;
  readonly mstl: typeof MSTL;
  readonly prophet: { readonly Prophet: typeof Prophet; readonly optimizer: ProphetOptions['optimizer'] };
}

export type EngineName = keyof Engines;

/** What must be handed in before a forecaster is asked; nothing for those that are not named. */
export const enginesOf: Readonly<Partial<Record<ForecasterName, readonly EngineName[]>>> = {
  arima: ['arima'],
  ets: ['ets'],
  mstl: ['ets', 'mstl'],
  prophet: ['prophet'],
};

const handedIn: { -readonly [Name in EngineName]?: Engines[Name] } = {};

/** Hands an engine in, for as long as the process lives. */
export function provideEngine<Name extends EngineName>(name: Name, engine: Engines[Name]): void {
  handedIn[name] = engine;
}

/**
 * An engine that was handed in.
 *
 * @throws ForecastRefusedError where it was not.
 */
export function engineCalled<Name extends EngineName>(name: Name): Engines[Name] {
  const engine: Engines[Name] | undefined = handedIn[name];
  if (!engine) throw new ForecastRefusedError('model-not-available', `the engine ${name} is not loaded`);
  return engine;
}
