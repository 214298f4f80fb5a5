import { describe, expect, it } from 'vitest';
import { chartsOf } from '../../../../activities/reviewing/charts.ts';
import { createPrometheusClient } from '../../../../clients/prometheus.ts';
import type { ReviewMetric } from '../../../../model/review/metric.ts';
import { anAlert, anIncident, isoSecond } from '../../../support/builders.ts';
import type { StubAnswer } from '../../../support/http/http-stub.ts';
import { anHttpStub } from '../../../support/http/http-stub.ts';

const aroundMs = 600_000;
const now = Date.parse(isoSecond(3_600));

const errors: ReviewMetric = {
  name: 'errors',
  match: { alertname: 'ServiceDown' },
  query: 'rate(errors_total[5m])',
  labels: ['instance'],
  unit: null,
};

/** An incident with one alert, over after five minutes. */
const incident = anIncident({
  status: 'resolved',
  openedAt: isoSecond(0),
  statusSince: isoSecond(300),
  alerts: {
    '0a1b2c3d4e5f6a7b': {
      name: 'ServiceDown',
      firedAt: isoSecond(0),
      endedAt: isoSecond(290),
      handledUpTo: null,
      detail: { labels: { ...anAlert().labels, alertname: 'ServiceDown', instance: 'web"-1' }, annotations: {} },
    },
  },
});

const matrix = (...series: readonly Readonly<Record<string, string>>[]): StubAnswer => ({
  status: 200,
  body: JSON.stringify({
    status: 'success',
    data: {
      resultType: 'matrix',
      result: series.map((metric) => ({ metric, values: [[Date.parse(isoSecond(0)) / 1_000, '1']] })),
    },
  }),
});

async function charted(answer: StubAnswer, metrics: readonly ReviewMetric[] = [errors]) {
  const stub = await anHttpStub(answer);
  const prometheus = createPrometheusClient({ url: stub.url, headers: {}, deadlineMs: 2_000 });
  const found = await chartsOf(incident, { metrics, aroundMs, prometheus }, now);
  return { found, asked: new URL(stub.requests[0]?.path ?? '', stub.url).searchParams };
}

describe('the pictures of a post-incident report', () => {
  it('show what is described for its alerts, narrowed to their labels, from before it until after it', async () => {
    const { found, asked } = await charted(matrix({ instance: 'web"-1' }));

    expect(found).toMatchObject({ charts: [{ title: 'errors' }], problems: [] });
    expect(asked.get('query')).toContain(String.raw`"instance","web\U00000022-1"`);
    expect(Number(asked.get('start')) * 1_000).toBe(Date.parse(isoSecond(-600)));
    expect(Number(asked.get('end')) * 1_000).toBe(Date.parse(isoSecond(900)));
  });

  it('are a few, whatever the query finds', async () => {
    const { found } = await charted(matrix({ i: '1' }, { i: '2' }, { i: '3' }, { i: '4' }, { i: '5' }));

    expect(found.charts).toHaveLength(3);
    expect(found.problems).toEqual(['errors: 2 more series are not drawn']);
  });

  it.each([
    ['nothing is there', matrix(), 'errors: no values in the time of the incident'],
    ['Prometheus is down', { status: 503 }, 'errors: Prometheus does not answer'],
    ['it refuses the query', { status: 400, body: 's3cret' }, 'errors: Prometheus refuses to answer'],
  ])('are not needed: where %s, the report says so', async (_what, answer, problem) => {
    const { found } = await charted(answer);

    expect(found.charts).toEqual([]);
    expect(found.problems).toEqual([expect.stringContaining(problem)]);
    expect(found.problems[0]).not.toContain('s3cret');
  });

  it('are asked for by nobody where the alerts are others, or no Prometheus is described', async () => {
    const other = { ...errors, match: { alertname: 'DiskFull' } };
    const prometheus = createPrometheusClient({ url: 'http://127.0.0.1:1', headers: {}, deadlineMs: 100 });

    expect(await chartsOf(incident, { metrics: [other], aroundMs, prometheus }, now)).toEqual({
      charts: [],
      problems: [],
    });
    expect(await chartsOf(incident, { metrics: [errors], aroundMs, prometheus: null }, now)).toEqual({
      charts: [],
      problems: [],
    });
  });
});
