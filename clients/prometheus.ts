import type { Labels } from '../model/alert/alert.ts';
import type { Sample } from '../model/forecast/sample.ts';
import { maskedLine } from '../model/text/masked-line.ts';
import { getJson, hostOf } from './http.ts';
import { isLabels, isTexts, partsOf } from './json-parts.ts';

const maxAnswerBytes = 4 * 1024 * 1024;
/** Prometheus itself refuses more than 11,000 for each series. */
const maxSteps = 1_000;

/** Of warnings, which are untrusted text. */
const maxWarnings = 5;
/** What is good to know is waited for no longer. */
const metadataDeadlineMs = 5_000;

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

/** What bounds a question beside the deadline. */
interface WindowLimits {
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
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

/** An answer with what its sender thinks of it. */
interface WindowAnswer {
  readonly series: readonly Series[];
  /** Whether parts of the store did not answer, as Thanos and its kin say it. */
  readonly isPartial: boolean;
  /** What the store says of its answer: masked and short. */
  readonly warnings: readonly string[];
}

/** What is asked for histories, beside single questions. */
export interface PrometheusHistory extends PrometheusClient {
  /**
   * What a query had for values over a span of time, which may be a single moment.
   *
   * @throws PrometheusError when there is no usable answer in time, or more of it than allowed.
   * @throws RangeError for a span of more than 1,000 steps.
   */
  readWindow(question: RangeQuestion, limits: WindowLimits): Promise<WindowAnswer>;
  /** What a metric is by its metadata, such as `counter`; null where nothing is known, which is no failure. */
  typeOf(metric: string, signal?: AbortSignal): Promise<string | null>;
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
export function createPrometheusClient({ url, headers, deadlineMs }: PrometheusSettings): PrometheusHistory {
  const ask = (path: string, parameters: Readonly<Record<string, string>>, { maxBytes, signal }: WindowLimits) =>
    getJson(`${url.replace(/\/+$/, '')}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`, headers, {
      maxBytes,
      signal: AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(signal ? [signal] : [])]),
    });

  const client: PrometheusHistory = {
    async readRange(question) {
      const steps = stepsOf(question);
      if (!(steps >= 1 && steps <= maxSteps)) throw new RangeError(`a span has 1 to ${maxSteps} steps, not ${steps}`);
      const { series } = await client.readWindow(question, { maxBytes: maxAnswerBytes });
      return series;
    },
    async readWindow(question, limits) {
      const steps = stepsOf(question);
      if (!(steps >= 0 && steps <= maxSteps)) throw new RangeError(`a window has 0 to ${maxSteps} steps, not ${steps}`);
      const { query, fromMs, toMs, stepMs } = question;
      const span = { start: inSeconds(fromMs), end: inSeconds(toMs), step: inSeconds(stepMs) };
      const answer = await ask('query_range', { query, ...span, timeout: `${deadlineMs}ms` }, limits);
      if ('reason' in answer) throw new PrometheusError(answer.outcome, `${hostOf(url)}: ${answer.reason}`);
      const series = seriesOf(answer.value);
      if (!series) throw new PrometheusError('unavailable', `${hostOf(url)}: an answer of another shape`);
      const warnings = warningsOf(answer.value);
      return { series, warnings, isPartial: warnings.length > 0 || partsOf(answer.value)['isPartial'] === true };
    },
    async typeOf(metric, signal) {
      const answer = await ask(
        'metadata',
        { metric, limit: '1' },
        {
          maxBytes: maxAnswerBytes,
          signal: AbortSignal.any([AbortSignal.timeout(metadataDeadlineMs), ...(signal ? [signal] : [])]),
        },
      );
      const known = 'value' in answer ? partsOf(partsOf(answer.value)['data'])[metric] : undefined;
      const { type } = partsOf(Array.isArray(known) ? known[0] : undefined);
      return typeof type === 'string' ? type : null;
    },
  };
  return client;
}

function stepsOf({ fromMs, toMs, stepMs }: RangeQuestion): number {
  return (toMs - fromMs) / stepMs;
}

function warningsOf(value: unknown): readonly string[] {
  const { warnings } = partsOf(value);
  if (!isTexts(warnings)) return [];
  return warnings.slice(0, maxWarnings).map((warning) => maskedLine(warning.slice(0, 1_000), 200));
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
