import { describe, expect, it } from 'vitest';
import { createPrometheusClient } from '../../../../clients/prometheus.ts';
import { withRates } from '../../../../clients/series/prometheus/counters.ts';
import { shapeOf } from '../../../../clients/series/prometheus/query-shape.ts';
import type { StubAnswer } from '../../../support/http/http-stub.ts';
import { anHttpStub } from '../../../support/http/http-stub.ts';

const nothingKnown: StubAnswer = { status: 200, body: '{"status":"success","data":{}}' };

function known(metric: string, type: string): StubAnswer {
  return {
    status: 200,
    body: JSON.stringify({ status: 'success', data: { [metric]: [{ type, help: '', unit: '' }] } }),
  };
}

async function asked(query: string, counters: 'rate' | 'raw', answers: readonly StubAnswer[], stepMs = 900_000) {
  const stub = await anHttpStub(...answers);
  const prometheus = createPrometheusClient({ url: stub.url, headers: {}, deadlineMs: 20_000 });
  return withRates(prometheus, { kind: 'prometheus', query, counters, unit: null }, { stepMs });
}

describe('a query', () => {
  it.each<[query: string, answers: readonly StubAnswer[], expected: string]>([
    ['hits_total', [known('hits_total', 'counter')], 'rate(hits_total[900s])'],
    ['(hits_total{job="a"}) # of the shop', [known('hits_total', 'counter')], 'rate(hits_total{job="a"}[900s])'],
    ['hits_total', [nothingKnown, nothingKnown], 'rate(hits_total[900s])'],
    ['hits_total', [nothingKnown, known('hits', 'counter')], 'rate(hits_total[900s])'],
    ['hits_total', [{ status: 404 }, { status: 404 }], 'rate(hits_total[900s])'],
    ['{__name__="hits_total"}', [nothingKnown, nothingKnown], 'rate({__name__="hits_total"}[900s])'],
    ['{"hits_total", job="a"}', [nothingKnown, nothingKnown], 'rate({"hits_total", job="a"}[900s])'],
    ['asked_seconds_count', [nothingKnown, known('asked_seconds', 'histogram')], 'rate(asked_seconds_count[900s])'],
    ['asked_seconds_count', [nothingKnown, nothingKnown], 'asked_seconds_count'],
    ['memory_total', [known('memory_total', 'gauge')], 'memory_total'],
    ['memory_total', [nothingKnown, known('memory', 'gauge')], 'memory_total'],
    ['used_bytes{job="a"}', [nothingKnown], 'used_bytes{job="a"}'],
    ['{job="a"}', [], '{job="a"}'],
  ])('%s is asked as its metadata wants it: %#', async (query, answers, expected) => {
    expect(await asked(query, 'rate', answers)).toBe(expected);
  });

  it('has a rate over no less than four minutes', async () => {
    expect(await asked('hits_total', 'rate', [known('hits_total', 'counter')], 60_000)).toBe('rate(hits_total[240s])');
  });

  it('is asked as it is where operators want that', async () => {
    expect(await asked('sum(hits_total)', 'raw', [])).toBe('sum(hits_total)');
  });

  it('in which a counter stands raw is refused', async () => {
    await expect(asked('sum(hits_total) / sum(up)', 'rate', [known('hits_total', 'counter')])).rejects.toMatchObject({
      kind: 'refused',
      message:
        'hits_total is a counter, which only ever rises: write rate(hits_total[5m]) in the query, or set counters to raw',
    });
  });
});

describe('shapeOf', () => {
  it.each<[query: string, raw: readonly string[]]>([
    ['sum by (job) (rate(hits_total[5m]))', []],
    ['increase(hits_total[1h:5m])', []],
    ['count(hits_total) + count by (a) (group(hits_total))', []],
    ['absent(hits_total)', []],
    ['avg_over_time(hits_total[1h])', []],
    ['sum(hits_total)', ['hits_total']],
    ['rate(hits_total[5m]) / misses_total', ['misses_total']],
    ['max_over_time(hits_total[1h:5m])', ['hits_total']],
    ['hits_total offset 1h', ['hits_total']],
    ['a_total + b_total + a_total', ['a_total', 'b_total']],
    ['sum({__name__=~"a.*", job="a"})', []],
    ['time()', []],
  ])('finds in %s what is taken as it is', (query, raw) => {
    expect(shapeOf(query)).toEqual({ kind: 'expression', raw });
  });

  it.each([
    ['', 1],
    ['up{', 4],
    ['up) or (down', 3],
    ['sum(up', 7],
  ])('finds where %j is no PromQL', (query, from) => {
    expect(shapeOf(query)).toEqual({ kind: 'unreadable', from });
  });
});
