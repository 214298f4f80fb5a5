import type { Labels } from '../model/alert/alert.ts';
import type { Sample } from '../model/forecast/sample.ts';
import { getJson, hostOf } from './http.ts';
import { isLabels, partsOf } from './json-parts.ts';

const maxAnswerBytes = 4 * 1024 * 1024;
/** Prometheus itself refuses more than 11,000 for each series. */
const maxSteps = 1_000;

/** Where Prometheus is asked, and for how long. */
interface PrometheusSettings {
  readonly url: string;
  /** Secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** For one question. */
  readonly deadlineMs: number;
}

/** A question about a span of time. */
interface RangeQuestion {
  /** PromQL, written by {@link selectorOf} where text from outside stands in it. */
  readonly query: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** One series of an answer. */
interface Series {
  readonly labels: Labels;
  /** By time; what is no finite number is left out. */
  readonly samples: readonly Sample[];
}

/** What Prometheus can be asked. */
export interface PrometheusClient {
  /**
   * What a query had for values over a span of time.
   *
   * @throws PrometheusError when there is no usable answer in time.
   * @throws RangeError for a span of more than 1,000 steps, or of none.
   */
  readRange(question: RangeQuestion): Promise<readonly Series[]>;
}

/** No usable answer. Its message names the host and a reason, and no secret. */
export class PrometheusError extends Error {
  override readonly name = 'PrometheusError';
  /** `refused` is what asking again does not change. */
  readonly outcome: 'refused' | 'unavailable';

  constructor(outcome: 'refused' | 'unavailable', reason: string) {
    super(`Prometheus ${outcome === 'refused' ? 'refuses to answer' : 'does not answer'} (${reason})`);
    this.outcome = outcome;
  }
}

/** Makes the client. */
export function createPrometheusClient({ url, headers, deadlineMs }: PrometheusSettings): PrometheusClient {
  return {
    async readRange({ query, fromMs, toMs, stepMs }) {
      const steps = (toMs - fromMs) / stepMs;
      if (!(steps >= 1 && steps <= maxSteps)) throw new RangeError(`a span has 1 to ${maxSteps} steps, not ${steps}`);
      const parameters = new URLSearchParams({
        query,
        start: inSeconds(fromMs),
        end: inSeconds(toMs),
        step: inSeconds(stepMs),
        timeout: `${deadlineMs}ms`,
      });
      const answer = await getJson(`${url.replace(/\/+$/, '')}/api/v1/query_range?${parameters.toString()}`, headers, {
        maxBytes: maxAnswerBytes,
        signal: AbortSignal.timeout(deadlineMs),
      });
      if ('reason' in answer) throw new PrometheusError(answer.outcome, `${hostOf(url)}: ${answer.reason}`);
      const series = seriesOf(answer.value);
      if (!series) throw new PrometheusError('unavailable', `${hostOf(url)}: an answer of another shape`);
      return series;
    },
  };
}

function inSeconds(ms: number): string {
  return String(ms / 1_000);
}

function seriesOf(value: unknown): readonly Series[] | undefined {
  const { data } = partsOf(value);
  const { resultType, result } = partsOf(data);
  if (resultType !== 'matrix' || !Array.isArray(result)) return undefined;
  const series = result.map(oneSeries);
  return series.every((one) => one !== undefined) ? series : undefined;
}

function oneSeries(value: unknown): Series | undefined {
  const { metric, values } = partsOf(value);
  if (!isLabels(metric) || !Array.isArray(values)) return undefined;
  const samples = values.map(sampleOf);
  if (!samples.every((sample) => sample !== undefined)) return undefined;
  return { labels: metric, samples: samples.filter((sample) => Number.isFinite(sample.value)) };
}

/** A time in seconds, and a value as text, which may be `NaN`, `+Inf` or `-Inf`. */
function sampleOf(pair: unknown): Sample | undefined {
  const [seconds, value] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
  if (typeof seconds !== 'number' || typeof value !== 'string' || value === '') return undefined;
  return { atMs: Math.round(seconds * 1_000), value: Number(value) };
}
