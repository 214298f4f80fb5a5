import type { Info } from '@temporalio/activity';
import { Registry } from 'prom-client';
import type { ForecastDependencies } from '../../../activities/forecasting/dependencies.ts';
import { createForecastActivities } from '../../../activities/forecasting/forecasting.ts';
import type { KeptForecast, KeptName } from '../../../clients/forecasts/forecast-store.ts';
import type { SeriesQuestion } from '../../../clients/series/series-source.ts';
import { createForecastRunMetrics } from '../../../metrics/forecasting/forecast-runs.ts';
import type { MetricsRegistry } from '../../../metrics/registry.ts';
import { fingerprintOf } from '../../../model/alert/fingerprint.ts';
import { correlate } from '../../../model/correlation.ts';
import type { Crossing } from '../../../model/forecast/crossing.ts';
import type { ForecastDefinition } from '../../../model/forecast/running/definition.ts';
import type { ForecastAnswer, ForecastQuestion } from '../../../model/forecast/forecast.ts';
import type { HeldClaim } from '../../../model/forecast/predicting/prediction-details.ts';
import type { Prediction } from '../../../model/forecast/prediction.ts';
import type { Scored } from '../../../model/forecast/scoring/scored.ts';
import type { ScorebookNotice } from '../../../model/forecast/scoring/scorebook-notice.ts';
import type { SeriesQuery } from '../../../model/forecast/series-query.ts';
import type { Series } from '../../../model/forecast/series.ts';
import { anActivity } from '../acting/activity.ts';
import type { MemoryLog } from '../memory-log.ts';
import { aMemoryLog } from '../memory-log.ts';
import { aForecastDefinition } from './definitions.ts';

/** What was told, and whether it begins a prediction where there is none. */
interface ToldPrediction {
  readonly way: 'raise' | 'update';
  readonly cause: string;
  readonly prediction: Prediction;
}

/** The activities of forecasts in a world of their own, which a test arranges and looks at. */
export class ForecastScene {
  readonly definition: ForecastDefinition;
  /** What the source has, by the text of the query. */
  readonly series: Record<string, readonly Series[]> = {};
  readonly questions: SeriesQuestion<SeriesQuery>[] = [];
  readonly asked: ForecastQuestion[] = [];
  readonly told: ToldPrediction[] = [];
  readonly published: object[] = [];
  readonly kept = new Map<string, KeptForecast>();
  /** What the scorebook was told, and what it says. */
  readonly scored: Scored[] = [];
  scores: ScorebookNotice | undefined;
  /** What stands of predictions, by their cause. */
  readonly claims: Record<string, HeldClaim> = {};
  /** Causes whose predictions run. */
  readonly running = new Set<string>();
  readonly registry: MetricsRegistry = new Registry();
  readonly log: MemoryLog = aMemoryLog();
  /** What attempts have left behind, in order. */
  readonly left: unknown[] = [];
  crossing: Crossing | null = null;
  answer: (question: ForecastQuestion) => ForecastAnswer | Promise<ForecastAnswer> = flat;
  /** What happens before a series has its turn. */
  before: (key: string) => void = () => undefined;
  /** What may go wrong with the source. */
  source: (question: SeriesQuestion<SeriesQuery>) => void = () => undefined;
  readonly activities: ReturnType<typeof createForecastActivities>;

  constructor(change: Partial<ForecastDefinition> = {}, instead: Partial<ForecastDependencies> = {}) {
    this.definition = aForecastDefinition(change);
    this.activities = createForecastActivities({ ...this.dependencies(), ...instead });
  }

  /** Runs one of the activities as an attempt of its own. */
  run<T>(work: (activities: ForecastScene['activities']) => Promise<T>, info: Partial<Info> = {}): Promise<T> {
    const activity = anActivity(info);
    activity.on('heartbeat', (details: unknown) => this.left.push(details));
    return activity.run(() => work(this.activities));
  }

  private dependencies(): ForecastDependencies {
    const { definition, registry } = this;
    const tell = (way: ToldPrediction['way']) => async (prediction: Prediction, cause: string) => {
      const isHeard = way === 'raise' || this.running.has(cause);
      if (isHeard) this.told.push({ way, cause, prediction });
      return isHeard;
    };
    return {
      forecasts: [definition],
      seriesSource: {
        read: async (question) => {
          this.questions.push(question);
          this.source(question);
          return { series: this.series[queryOf(question.query)] ?? [], isPartial: false, notes: [] };
        },
      },
      calculator: {
        forecast: async (question) => (this.asked.push(question), this.answer(question)),
        close: async () => undefined,
      },
      firstCrossing: () => this.crossing,
      holidaysOf: async () => [],
      keepPicture: async () => 'forecast-1.svg',
      publish: ({ name, limits }) => void this.published.push({ name, limits }),
      forecastStore: {
        read: async (name) => {
          this.before(name.key);
          return this.kept.get(placeOf(name)) ?? { state: null, issued: [] };
        },
        write: async (name, kept) => void this.kept.set(placeOf(name), kept),
        removeOld: async () => undefined,
      },
      predictions: {
        raise: async (...told) => void (await tell('raise')(...told)),
        update: tell('update'),
        claim: async (_forecast, _incident, cause) => this.claims[cause],
      },
      scorebooks: {
        tell: async (_forecast, scored) => void this.scored.push(...scored),
        read: async () => this.scores,
      },
      forecastMetrics: createForecastRunMetrics(registry, [definition.name], async () => ({})),
      log: this.log.log,
      belongingOf: (labels) => correlate({ labels, fingerprint: fingerprintOf(labels) }, [], []),
    };
  }
}

function placeOf({ forecast, key }: KeptName): string {
  return `${forecast}/${key}`;
}

function queryOf(query: SeriesQuery): string {
  return query.kind === 'prometheus' ? query.query : query.index;
}

/** Everything stays as it is. */
function flat({ series, horizon, model, level }: ForecastQuestion): ForecastAnswer {
  const { values, startMs, stepMs } = series;
  const course = Array.from({ length: horizon }, () => values.at(-1) ?? 0);
  const trainedToMs = startMs + (values.length - 1) * stepMs;
  const forecast = {
    model,
    chosen: null,
    startMs: trainedToMs + stepMs,
    stepMs,
    yhat: course,
    lower: course,
    upper: course,
    level,
    paths: [],
    seasons: [],
    backtest: { origins: 0, mase: null, coverage: null },
  };
  return { kind: 'forecast', forecast, state: { model, version: 1, trainedToMs, data: null } };
}
