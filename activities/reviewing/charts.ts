import { PrometheusError } from '../../clients/prometheus.ts';
import type { PrometheusClient } from '../../clients/prometheus.ts';
import { onlySeries } from '../../clients/promql.ts';
import type { Mark } from '../../forecasting/picture/metric-picture.ts';
import { metricPicture } from '../../forecasting/picture/metric-picture.ts';
import type { Labels } from '../../model/alert/alert.ts';
import { matchesLabels } from '../../model/alert/matcher.ts';
import type { Series } from '../../model/forecast/series.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import type { TimelineEvent } from '../../model/incident/timeline.ts';
import type { Chart, Charts, ReviewMetric, ReviewPolicy } from '../../model/review/metric.ts';
import { noCharts } from '../../model/review/metric.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

/** Series of one quantity that are drawn. */
const maxSeries = 3;
/** Values of one curve, and what is closer together than this nobody scrapes. */
const [values, finestMs] = [240, 15_000];

/** What happened when, as far as a picture has room for it. */
const marked: Readonly<Partial<Record<TimelineEvent, string>>> = {
  'approval-requested': 'asked',
  voted: 'vote',
  acted: 'acted',
  undone: 'undone',
  verified: 'healthy',
  escalated: 'escalated',
};
const maxMarks = 12;

/** Who is asked for the past; null where nobody is described. */
interface ChartSources extends ReviewPolicy {
  readonly prometheus: PrometheusClient | null;
}

/** A span of time with its step, in milliseconds. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** Draws what the operators want to see of an incident. What cannot be read is said, and never fails the report. */
export async function chartsOf(record: IncidentRecord, sources: ChartSources, nowMs: number): Promise<Charts> {
  const { metrics, prometheus } = sources;
  const alerts = Object.values(record.alerts).flatMap(({ detail }) => (detail ? [detail.labels] : []));
  const wanted = metrics.flatMap((metric) => {
    const labels = alerts.find((own) => matchesLabels(metric.match, own));
    return labels ? [{ metric, labels }] : [];
  });
  if (!prometheus || wanted.length === 0) return noCharts;
  const span = spanOf(record, sources, nowMs);
  const drawn = await Promise.all(
    wanted.map(({ metric, labels }) => draw(record, metric, labels, { prometheus, span })),
  );
  return { charts: drawn.flatMap(({ charts }) => charts), problems: drawn.flatMap(({ problems }) => problems) };
}

async function draw(
  record: IncidentRecord,
  metric: ReviewMetric,
  labels: Labels,
  { prometheus, span }: { readonly prometheus: PrometheusClient; readonly span: Span },
): Promise<Charts> {
  const { name, unit } = metric;
  const own = Object.fromEntries(
    metric.labels.flatMap((label) => (Object.hasOwn(labels, label) ? [[label, labels[label] ?? '']] : [])),
  );
  const query = Object.keys(own).length > 0 ? onlySeries(metric.query, [own]) : metric.query;
  try {
    const found = await prometheus.readRange({ query, ...span });
    if (found.length === 0) return { charts: [], problems: [`${name}: no values in the time of the incident`] };
    const charts = found.slice(0, maxSeries).map(({ labels: of, samples }): Chart => {
      const title = found.length === 1 ? name : maskedLine(`${name} ${JSON.stringify(of)}`, 80);
      const series: Series = { labels: of, unit, ...onGrid(samples, span) };
      return { title, svg: metricPicture({ title, series, trouble: troubleOf(record), marks: marksOf(record) }) };
    });
    const more = found.length - charts.length;
    return { charts, problems: more > 0 ? [`${name}: ${more} more series are not drawn`] : [] };
  } catch (error) {
    if (!(error instanceof PrometheusError)) throw error;
    return { charts: [], problems: [`${name}: ${error.message}`] };
  }
}

/** From before the first alert until after the end, on moments that any two reports of the incident share. */
function spanOf(record: IncidentRecord, { aroundMs }: ReviewPolicy, nowMs: number): Span {
  const { fromMs, toMs } = troubleOf(record);
  const [from, to] = [fromMs - aroundMs, Math.min((toMs ?? nowMs) + aroundMs, nowMs)];
  const stepMs = Math.max(finestMs, Math.ceil((to - from) / values / 1_000) * 1_000);
  const startMs = Math.floor(from / stepMs) * stepMs;
  return { fromMs: startMs, toMs: startMs + Math.max(1, Math.floor((to - startMs) / stepMs)) * stepMs, stepMs };
}

function troubleOf(record: IncidentRecord): { readonly fromMs: number; readonly toMs: number | null } {
  const opened = Date.parse(record.openedAt);
  const fired = Object.values(record.alerts).map(({ firedAt }) => Date.parse(firedAt));
  const isOver = record.status === 'resolved';
  // An alert that has fired for weeks would leave nothing to see of the incident.
  const earliest = Math.max(opened - dayMs, Math.min(opened, ...fired));
  return { fromMs: earliest, toMs: isOver ? Date.parse(record.statusSince) : null };
}

const dayMs = 24 * 60 * 60 * 1_000;

function marksOf({ timeline }: IncidentRecord): readonly Mark[] {
  return timeline.entries
    .flatMap(({ at, event }) => (marked[event] ? [{ atMs: Date.parse(at), text: marked[event] }] : []))
    .slice(0, maxMarks);
}

function onGrid(
  samples: readonly { readonly atMs: number; readonly value: number }[],
  { fromMs, toMs, stepMs }: Span,
): Pick<Series, 'startMs' | 'stepMs' | 'values'> {
  const byStep = new Map(samples.map(({ atMs, value }) => [Math.round((atMs - fromMs) / stepMs), value]));
  const count = Math.round((toMs - fromMs) / stepMs) + 1;
  return { startMs: fromMs, stepMs, values: Array.from({ length: count }, (_, step) => byStep.get(step) ?? null) };
}
