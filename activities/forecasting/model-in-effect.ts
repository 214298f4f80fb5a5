import type { ForecastDefinition } from '../../model/forecast/running/definition.ts';
import type { ModelInEffect } from '../../model/forecast/scoring/demotion.ts';
import { modelInEffect } from '../../model/forecast/scoring/demotion.ts';
import type { ForecastDependencies } from './dependencies.ts';

/** The model that makes a forecast at this time. Where nobody can say that it is another, it is the configured one. */
export async function readModelInEffect(
  { scorebooks, log }: Pick<ForecastDependencies, 'log' | 'scorebooks'>,
  { name, model }: ForecastDefinition,
  madeAtMs: number,
): Promise<ModelInEffect> {
  try {
    const notice = await scorebooks.read(name);
    return modelInEffect(model, notice?.demotions ?? [], madeAtMs);
  } catch (error) {
    log.warn({ forecast: name, err: error }, 'nobody can say how good a forecaster is, and the configured one is used');
    return { model, because: null };
  }
}
