import type { ForecastQuestion } from '../../../model/forecast/forecast.ts';

/** A question about two days of hours. */
export function aQuestion(parts: Partial<ForecastQuestion> = {}): ForecastQuestion {
  const values = Array.from({ length: 48 }, (_, hour) => 10 + Math.sin((hour / 12) * Math.PI));
  return {
    series: { labels: {}, unit: null, startMs: Date.UTC(2026, 0, 5), stepMs: 3_600_000, values },
    horizon: 3,
    model: 'seasonal-naive',
    seasons: [24],
    bounds: { lower: null, upper: null },
    level: 0.95,
    seed: 1,
    events: [],
    regressors: [],
    state: null,
    ...parts,
  };
}

/** One for `misbehaving.ts`. */
export function aQuestionThat(behaviour: string, seed = 1): ForecastQuestion {
  const { series, ...others } = aQuestion({ seed });
  return { ...others, series: { ...series, labels: { behaviour } } };
}
