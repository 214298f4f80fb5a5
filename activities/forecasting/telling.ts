import type { Crossing, Limit } from '../../model/forecast/crossing.ts';
import type { ForecastDefinition } from '../../model/forecast/running/definition.ts';
import { alertLabels } from '../../model/forecast/running/definition.ts';
import type { Forecast } from '../../model/forecast/forecast.ts';
import { subjectInWords } from '../../model/forecast/predicting/prediction-words.ts';
import type { Prediction } from '../../model/forecast/prediction.ts';
import type { Sample } from '../../model/forecast/sample.ts';
import type { Series } from '../../model/forecast/series.ts';
import type { RunbookName } from '../../model/names.ts';
import { failure } from '../contracts/failure.ts';
import type { ForecastDependencies, Outlook } from './dependencies.ts';
import { plainLabels } from './plain-labels.ts';
import { keyOf } from './reading.ts';
import { causeOf } from './scoring.ts';

/** What one forecast of one series has to tell. */
interface Told {
  readonly definition: ForecastDefinition;
  readonly series: Series;
  readonly forecast: Forecast;
  readonly limits: readonly Outlook[];
  readonly now: Sample;
  readonly madeAtMs: number;
  /** Why another model than the configured one made it; null where that made it. */
  readonly standIn: string | null;
}

type TellingDependencies = Pick<
  ForecastDependencies,
  'belongingOf' | 'forecastMetrics' | 'keepPicture' | 'log' | 'predictions'
>;

/**
 * Tells the predictions of one series, one for each limit. What is foreseen surely enough begins one; anything else is
 * news only for one that is there.
 *
 * @returns how many were told that the limit is reached, and that it is not.
 */
export async function tellPredictions(
  told: Told,
  deps: TellingDependencies,
): Promise<{ predicted: number; receded: number }> {
  const { definition, series, limits } = told;
  const { incident, target, runbook } = deps.belongingOf(alertLabels(series.labels, definition.terms));
  const counts = { predicted: 0, receded: 0 };
  if (incident === null) return counts;
  for (const { limit, crossing } of limits) {
    const isForeseen = crossing !== null && crossing.probability >= definition.terms.confidence;
    const prediction = predictionOf(told, { incident, target, runbook, limit, crossing });
    const title = subjectInWords(prediction);
    const picture = isForeseen ? await pictureOf(told, title, limit, crossing, deps) : null;
    const isTold = await tell(deps, { ...prediction, picture }, causeOf(limit, keyOf(series)), isForeseen);
    if (!isTold) continue;
    counts[crossing ? 'predicted' : 'receded'] += 1;
    deps.forecastMetrics.told(definition.name, crossing ? 'foreseen' : 'receded');
  }
  return counts;
}

async function tell(
  { predictions }: TellingDependencies,
  prediction: Prediction,
  cause: string,
  isForeseen: boolean,
): Promise<boolean> {
  try {
    if (!isForeseen) return await predictions.update(prediction, cause);
    await predictions.raise(prediction, cause);
    return true;
  } catch {
    throw failure('TemporalUnavailable', 'a prediction could not be told; those before it were');
  }
}

interface PredictedParts extends Pick<Prediction, 'incident' | 'target' | 'limit' | 'crossing'> {
  readonly runbook: RunbookName | null;
}

function predictionOf(
  { definition, series, forecast, now, madeAtMs, standIn }: Told,
  { runbook, ...parts }: PredictedParts,
): Prediction {
  return {
    forecast: definition.name,
    series: plainLabels(series.labels),
    unit: definition.unit,
    madeAtMs,
    value: now.value,
    horizonMs: definition.horizonMs,
    everyMs: definition.everyMs,
    model: forecast.model,
    ...(standIn === null ? {} : { standIn }),
    // What answers the alert itself answers its prediction, unless operators say otherwise.
    terms: { ...definition.terms, runbook: definition.terms.runbook ?? runbook },
    picture: null,
    ...parts,
  };
}

/** People are told without a picture rather than not at all. */
async function pictureOf(
  { definition, series, forecast }: Told,
  title: string,
  limit: Limit,
  crossing: Crossing,
  { keepPicture, log }: TellingDependencies,
): Promise<string | null> {
  try {
    return await keepPicture({ title, series, forecast, limit, crossing });
  } catch (error) {
    log.warn({ forecast: definition.name, err: error }, 'the picture of a prediction was not kept');
    return null;
  }
}
